using DockerOps.Hosts;
using DockerOps.Rpm;
using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>What dnf 5 does otherwise, told by a program in its place.</summary>
public sealed class DnfClientTests : IDisposable
{
    private readonly string program = Path.GetTempFileName();

    public void Dispose() => File.Delete(program);

    // dnf.conf(5) of dnf 5: root's cache is system_cachedir, whatever cachedir says. One that all share would answer for a repository as it was.
    [Fact]
    public async Task Its_cache_is_its_own_for_root_too()
    {
        using var client = Client("while [ $1 != -c ]; do shift; done; cat \"$2\"");
        var lines = await client.QueryAsync("own", default);
        Assert.Contains("system_" + Assert.Single(lines, line => line.StartsWith("cachedir=", StringComparison.Ordinal)), lines);
    }

    [Fact]
    public async Task One_without_repoclosure_is_told_what_it_lacks()
    {
        using var client = Client("echo 'Unknown argument \"repoclosure\" for command \"dnf5\". Add \"--help\" for more information about the arguments.' >&2; exit 2");
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => client.FindUnresolvedAsync("own", default));
        Assert.Equal(FailureKind.Unsupported, failure.Kind);
        Assert.Contains("dnf5-plugins", failure.Message, StringComparison.Ordinal);
    }

    private DnfClient Client(string script)
    {
        File.WriteAllText(program, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(HostShell.Here, program, []);
    }
}
