using DockerOps.Containers;
using Xunit;

namespace DockerOps.Tests.Containers;

/// <summary>Runs containers on the lab's engines.</summary>
public sealed class ContainerRunTests
{
    public static TheoryData<string> Engines => LabEngine.All;

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task Output_error_output_and_exit_code_come_back_and_nothing_stays(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var result = await RunAsync(engine, engine.Spec("sh", "-c", "echo out; echo err >&2; exit 3"));
        Assert.Equal((3, "out\n", "err\n"), (result.ExitCode, result.Output, result.ErrorOutput));
        Assert.Empty(await engine.ContainersAsync());
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task Output_does_not_depend_on_the_log_driver(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var result = await RunAsync(engine, engine.Spec("seq", "1", "20000") with { LogDriver = "none" });
        Assert.Equal(20000, result.Lines.Count);
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task What_the_container_is_given_is_there(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var result = await RunAsync(engine, engine.Spec(
            "sh", "-c", "echo \"$TEXT\"; pwd; id -u; hostname; cat /etc/resolv.conf; test -d /new && echo volume; touch /given/x || echo readonly") with
        {
            Environment = new Dictionary<string, string> { ["TEXT"] = "ü and \"quotes\" = $HOME" },
            WorkingDirectory = "/tmp",
            User = "101:101",
            HostName = "box",
            Dns = ["10.1.2.3"],
            Volumes = [VolumeSpec.Parse("/tmp:/given:ro"), VolumeSpec.Parse("/new")],
        });
        Assert.Equal("ü and \"quotes\" = $HOME", result.Lines[0]);
        Assert.Equal(["/tmp", "101", "box"], result.Lines.Skip(1).Take(3));
        Assert.Contains("nameserver 10.1.2.3", result.Lines);
        Assert.Contains("volume", result.Lines);
        Assert.Contains("readonly", result.Lines);
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task An_image_that_is_not_there_is_not_pulled(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var failure = await FailAsync(engine, engine.Spec("true") with { Image = "no-such-image:1" });
        Assert.Equal((FailureKind.NotFound, (object)"no-such-image:1"), (failure.Kind, failure.Target));
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task A_program_that_is_not_there_is_named_and_leaves_nothing(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var failure = await FailAsync(engine, engine.Spec("no-such-program"), keep: true);
        Assert.Equal((FailureKind.CommandFailed, (object)"no-such-program"), (failure.Kind, failure.Target));
        Assert.Empty(await engine.ContainersAsync());
    }

    [LabFact]
    public async Task A_name_that_is_taken_is_a_conflict()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var spec = engine.Spec("true") with { Name = Lab.Unique() };
        await RunAsync(engine, spec, keep: true);
        var failure = await FailAsync(engine, spec);
        Assert.Equal((FailureKind.Conflict, (object)spec.Name), (failure.Kind, failure.Target));
    }

    [LabFact]
    public async Task A_container_that_is_kept_has_its_exit_code()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        await RunAsync(engine, engine.Spec("sh", "-c", "exit 7"), keep: true);
        var container = Assert.Single(await engine.ContainersAsync());
        Assert.Equal((ContainerState.Exited, 7), (container.State, container.ExitCode));
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task One_that_takes_too_long_is_ended_and_removed(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var failure = await FailAsync(engine, engine.Spec("sleep", "600"), timeout: TimeSpan.FromSeconds(1));
        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        await engine.AssertNothingLeftAsync();
    }

    [LabFact]
    public async Task Endless_output_ends_in_a_failure()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var failure = await FailAsync(engine, engine.Spec("yes", "a line of output that is as long as it takes to be quick about it") with { LogDriver = "none" });
        Assert.Equal(FailureKind.Unsupported, failure.Kind);
        await engine.AssertNothingLeftAsync();
    }

    [LabTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_shown_is_what_is_called(bool keep)
    {
        await using var proxy = new RecordingProxy(Lab.Current.Local);
        await using var engine = await LabEngine.OpenAsync(proxy.Host);
        var spec = engine.Spec("echo", "ü <b> 'quoted'") with { Environment = new Dictionary<string, string> { ["A"] = "b" }, Name = Lab.Unique() };
        var kept = await RunAsync(engine, spec, keep);
        Assert.Equal(0, kept.ExitCode);
        var calls = proxy.Calls.Where(call => call.Method is not "GET").ToList();
        var id = calls.Single(call => call.Path.EndsWith("/start", StringComparison.Ordinal)).Path.Split('/')[2];
        var plan = RunPlan.For(spec, keep, id);
        Assert.Equal(plan.Steps.Select(step => (step.Method.Method, step.Path, step.Body)), calls.Select(call => (call.Method, call.Path, call.Body)));
        Assert.Equal(plan.Steps.Select(step => step.ToString().Replace(id, "{id}", StringComparison.Ordinal)), RunPlan.For(spec, keep).Steps.Select(step => step.ToString()));
    }

    [LabFact]
    public async Task A_connection_that_breaks_says_what_is_left()
    {
        await using var direct = await LabEngine.OpenAsync("local");
        var spec = direct.Spec("sleep", "600");
        var proxy = new RecordingProxy(Lab.Current.Local);
        await using var session = await DockerOps.Sessions.HostSession.OpenAsync(proxy.Host, DockerOps.Transport.SshLogin.Default, CancellationToken.None);
        var running = ResultAsync(ContainerRun.RunAsync(session.Engine, spec, keep: false, timeout: null, CancellationToken.None));
        while (!(await direct.ContainersAsync()).Any(container => container.State == ContainerState.Running)) await Task.Delay(50);
        await proxy.DisposeAsync();
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => running);
        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        Assert.Contains(Assert.Single(await direct.ContainersAsync()).Id, failure.Message, StringComparison.Ordinal);
    }

    internal static async Task<CommandResult> ResultAsync(IAsyncEnumerable<Event> events)
    {
        CommandResult? result = null;
        await foreach (var item in events)
        {
            // An engine may warn of its machine's settings.
            if (item is Warning warning) Assert.DoesNotContain("left behind", warning.Text, StringComparison.Ordinal);
            if (item is Output<CommandResult> output) result = output.Value;
        }

        return result!;
    }

    private static Task<CommandResult> RunAsync(LabEngine engine, ContainerSpec spec, bool keep = false, TimeSpan? timeout = null) =>
        ResultAsync(ContainerRun.RunAsync(engine.Client, spec, keep, timeout, CancellationToken.None));

    private static Task<DockerOpsException> FailAsync(LabEngine engine, ContainerSpec spec, bool keep = false, TimeSpan? timeout = null) =>
        Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(engine, spec, keep, timeout));
}
