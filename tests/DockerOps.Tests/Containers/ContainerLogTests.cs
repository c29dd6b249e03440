using DockerOps.Containers;
using Xunit;

namespace DockerOps.Tests.Containers;

/// <summary>Reads logs of containers of the lab's engines.</summary>
public sealed class ContainerLogTests
{
    public static TheoryData<string> Engines => LabEngine.All;

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task Lines_have_their_stream_time_and_text(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var container = await RunToEndAsync(engine, "sh", "-c", "echo one; echo; sleep 0.2; echo größe >&2; head -c 40000 /dev/zero | tr '\\0' x; echo");

        var lines = await ReadAsync(engine, container, new LogQuery());

        Assert.Equal(["one", "", new string('x', 40000)], lines.Where(line => line.Stream == LogSource.Output).Select(line => line.Text));
        Assert.Equal("größe", Assert.Single(lines, line => line.Stream == LogSource.Error).Text);
        Assert.All(lines, line => Assert.InRange(line.Timestamp, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(10)));
        Assert.All(lines, line => Assert.Equal((engine.Client.Host, container), (line.DockerHost, line.Container)));
    }

    [LabFact]
    public async Task Tail_since_and_until_choose_lines()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await RunToEndAsync(engine, "sh", "-c", "for i in 1 2 3 4; do echo $i; sleep 0.1; done");
        var all = await ReadAsync(engine, container, new LogQuery());

        Assert.Equal(["3", "4"], Texts(await ReadAsync(engine, container, new LogQuery { Tail = 2 })));
        Assert.Empty(await ReadAsync(engine, container, new LogQuery { Tail = 0 }));
        Assert.Equal(["3", "4"], Texts(await ReadAsync(engine, container, new LogQuery { Since = all[2].Timestamp })));
        Assert.Equal(["1", "2"], Texts(await ReadAsync(engine, container, new LogQuery { Until = all[1].Timestamp.AddTicks(1) })));
    }

    [LabFact]
    public async Task Lines_come_while_the_container_runs_and_the_end_of_it_ends_them()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await ContainerExecTests.StartAsync(engine, "sh", "-c", "echo first; sleep 600");
        var texts = new List<string>();
        await foreach (var line in ContainerLog.ReadAsync(engine.Client, container, new LogQuery { Follow = true }, CancellationToken.None))
        {
            // Only now does the container end: lines that were gathered until then would never come.
            if (texts.Count == 0) await engine.Client.RunAsync(ContainerRequests.Stop(container, TimeSpan.Zero), CancellationToken.None);
            texts.Add(line.Text);
        }

        Assert.Equal(["first"], texts);
    }

    [LabFact]
    public async Task Waiting_for_lines_can_be_stopped()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await ContainerExecTests.StartAsync(engine, "sh", "-c", "echo first; sleep 600");
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var line in ContainerLog.ReadAsync(engine.Client, container, new LogQuery { Follow = true }, stop.Token)) await stop.CancelAsync();
        });
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task A_driver_that_keeps_nothing_is_said_in_the_engines_words(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var (id, _) = await ContainerCreation.RunAsync(engine.Client, engine.Spec("true") with { LogDriver = "none" }, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(engine, id, new LogQuery()));

        Assert.Contains("configured logging driver does not support reading", failure.Message, StringComparison.Ordinal);
    }

    [LabFact]
    public async Task A_container_that_is_not_there_is_a_failure()
    {
        await using var engine = await LabEngine.OpenAsync("local");

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(engine, "no-such-container", new LogQuery()));

        Assert.Equal((FailureKind.NotFound, (object)"no-such-container"), (failure.Kind, failure.Target));
    }

    private static IEnumerable<string> Texts(IEnumerable<LogLine> lines) => lines.Select(line => line.Text);

    private static async Task<string> RunToEndAsync(LabEngine engine, params string[] command)
    {
        var container = await ContainerExecTests.StartAsync(engine, command);
        await foreach (var _ in ContainerWait.RunAsync(engine.Client, container, timeout: null, CancellationToken.None))
        {
        }

        return container;
    }

    private static async Task<List<LogLine>> ReadAsync(LabEngine engine, string container, LogQuery query)
    {
        var lines = new List<LogLine>();
        await foreach (var line in ContainerLog.ReadAsync(engine.Client, container, query, CancellationToken.None)) lines.Add(line);
        return lines;
    }
}
