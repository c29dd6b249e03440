using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Hosts;

public sealed class CommandStepTests
{
    [Theory]
    [InlineData("echo 'nothing provides glibc'; exit 4", "ended with exit code 4: nothing provides glibc")]
    [InlineData("echo 'reading'; echo 'no such package' >&2; exit 1", "ended with exit code 1: no such package")]
    public async Task Tells_what_a_command_said_last_wherever_it_said_it(string script, string words)
    {
        var step = new CommandStep("sh", "-c", script);
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => step.RunAsync(HostShell.Here, new TransferMeter(), CancellationToken.None));
        Assert.Equal(FailureKind.CommandFailed, failure.Kind);
        Assert.EndsWith(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_program_that_failed_and_not_what_set_its_environment()
    {
        var step = new CommandStep("env", "LC_ALL=C", "ls", "/no/such");
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => step.RunAsync(HostShell.Here, new TransferMeter(), CancellationToken.None));
        Assert.StartsWith("'ls' on ", failure.Message, StringComparison.Ordinal);
        Assert.Equal("ls", failure.Target);
    }
}
