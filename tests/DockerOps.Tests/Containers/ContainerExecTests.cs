using DockerOps.Containers;
using DockerOps.Sessions;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Containers;

/// <summary>Runs commands in containers of the lab's engines.</summary>
public sealed class ContainerExecTests
{
    public static TheoryData<string> Engines => LabEngine.All;

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task Output_error_output_and_exit_code_come_back(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var container = await StartAsync(engine);

        var result = await RunAsync(engine, container, new ExecOptions { Command = ["sh", "-c", "echo out; echo err >&2; exit 3"] });

        Assert.Equal((3, "out\n", "err\n"), (result.ExitCode, result.Output, result.ErrorOutput));
        Assert.Equal((engine.Client.Host, container), (result.DockerHost, result.Container));
    }

    [LabFact]
    public async Task What_the_command_is_given_is_there()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await StartAsync(engine);

        var result = await RunAsync(engine, container, new ExecOptions
        {
            Command = ["sh", "-c", "echo \"$TEXT\"; pwd; id -u; echo \"$0\"", "a 'b' $c"],
            Environment = new Dictionary<string, string> { ["TEXT"] = "ü and \"quotes\" = $HOME" },
            WorkingDirectory = "/tmp",
            User = "101",
        });

        Assert.Equal(["ü and \"quotes\" = $HOME", "/tmp", "101", "a 'b' $c"], result.Lines);
    }

    [LabFact]
    public async Task Long_output_is_whole()
    {
        await using var engine = await LabEngine.OpenAsync("sme");
        var container = await StartAsync(engine);

        var result = await RunAsync(engine, container, new ExecOptions { Command = ["seq", "1", "200000"] });

        Assert.Equal(200000, result.Lines.Count);
        Assert.Equal("200000", result.Lines[^1]);
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task A_command_that_cannot_be_started_is_a_failure(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var container = await StartAsync(engine);

        var failure = await FailAsync(engine, container, new ExecOptions { Command = ["no-such-program"] });

        Assert.Equal((FailureKind.CommandFailed, (object)"no-such-program"), (failure.Kind, failure.Target));
        Assert.Contains("executable file not found", failure.Message, StringComparison.Ordinal);
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task A_command_that_ends_with_the_same_code_is_none(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var container = await StartAsync(engine);

        foreach (var code in (int[])[126, 127])
            Assert.Equal(code, (await RunAsync(engine, container, new ExecOptions { Command = ["sh", "-c", $"exit {code}"] })).ExitCode);
    }

    [LabFact]
    public async Task A_container_that_is_not_there_or_does_not_run_is_a_failure()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var (stopped, _) = await ContainerCreation.RunAsync(engine.Client, engine.Spec("true"), CancellationToken.None);

        var missing = await FailAsync(engine, "no-such-container", new ExecOptions { Command = ["true"] });
        var idle = await FailAsync(engine, stopped, new ExecOptions { Command = ["true"] });

        Assert.Equal((FailureKind.NotFound, (object)"no-such-container"), (missing.Kind, missing.Target));
        Assert.Equal(FailureKind.Conflict, idle.Kind);
        Assert.Contains("is not running", idle.Message, StringComparison.Ordinal);
    }

    [LabFact]
    public async Task A_timeout_ends_the_wait()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await StartAsync(engine);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ContainerExec.RunAsync(
            engine.Client, container, new ExecOptions { Command = ["sleep", "600"] }, TimeSpan.FromSeconds(1), CancellationToken.None));

        Assert.Equal((FailureKind.TimedOut, (object)container), (failure.Kind, failure.Target));
    }

    [LabFact]
    public async Task A_wait_that_is_stopped_at_any_moment_ends()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await StartAsync(engine);
        for (var delay = 0; delay <= 200; delay += 20)
        {
            using var stop = new CancellationTokenSource(delay);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ContainerExec.RunAsync(
                engine.Client, container, new ExecOptions { Command = ["sleep", "600"] }, timeout: null, stop.Token));
        }
    }

    [LabFact]
    public async Task What_is_announced_is_what_is_sent()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await StartAsync(engine);
        await using var proxy = new RecordingProxy(engine.Client.Host);
        await using var session = await HostSession.OpenAsync(proxy.Host, SshLogin.Default, CancellationToken.None);
        var options = new ExecOptions { Command = ["echo", "hello"], User = "101" };

        await ContainerExec.RunAsync(session.Engine, container, options, timeout: null, CancellationToken.None);

        var plan = ExecRequests.Plan(container, options).Select(request => request.ToString()).ToList();
        Assert.Equal(plan[0], proxy.Changes[0]);
        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(plan[1]).Replace("\\{id}", "[0-9a-f]{64}", StringComparison.Ordinal) + "$", proxy.Changes[1]);
        Assert.Equal(2, proxy.Changes.Count);
    }

    internal static async Task<string> StartAsync(LabEngine engine, params string[] command)
    {
        var (id, _) = await ContainerCreation.RunAsync(engine.Client, engine.Spec(command.Length > 0 ? command : ["sleep", "600"]), CancellationToken.None);
        await engine.Client.RunAsync(ContainerRequests.Start(id), CancellationToken.None);
        return id;
    }

    private static Task<CommandResult> RunAsync(LabEngine engine, string container, ExecOptions options) =>
        ContainerExec.RunAsync(engine.Client, container, options, timeout: null, CancellationToken.None);

    private static Task<DockerOpsException> FailAsync(LabEngine engine, string container, ExecOptions options) =>
        Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(engine, container, options));
}
