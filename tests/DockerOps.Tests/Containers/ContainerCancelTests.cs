using System.Diagnostics;
using DockerOps.Containers;
using Xunit;

namespace DockerOps.Tests.Containers;

/// <summary>Stops operations at moments spread over their whole course, and looks for what they leave.</summary>
public sealed class ContainerCancelTests
{
    // Long after the second in which the prompt has to be back; the machine may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Engines => LabEngine.All;

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task A_run_that_is_stopped_at_any_moment_leaves_no_container(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        for (var delay = 0; delay <= 600; delay += 50)
        {
            using var stop = new CancellationTokenSource(delay);
            await AssertStopsAsync(ContainerRunTests.ResultAsync(
                ContainerRun.RunAsync(engine.Client, engine.Spec("sleep", "600"), keep: true, timeout: null, stop.Token)), stop.Token);
        }

        await engine.AssertNothingLeftAsync();
    }

    [LabFact]
    public async Task A_creation_that_is_stopped_leaves_no_container()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        for (var delay = 0; delay < 40; delay += 4)
        {
            using var stop = new CancellationTokenSource();
            var creating = ContainerCreation.RunAsync(engine.Client, engine.Spec("true"), stop.Token);
            await Task.Delay(delay);
            await stop.CancelAsync();
            try
            {
                var (id, _) = await creating;
                await engine.Client.RunAsync(ContainerRequests.Remove(id, force: false, volumes: false), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                // Stopped in time: it is removed again.
            }
        }

        await engine.AssertNothingLeftAsync();
    }

    [LabFact]
    public async Task A_wait_that_is_stopped_leaves_the_container_alone()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var (id, _) = await ContainerCreation.RunAsync(engine.Client, engine.Spec("sleep", "600"), CancellationToken.None);
        await engine.Client.RunAsync(ContainerRequests.Start(id), CancellationToken.None);
        using var stop = new CancellationTokenSource(300);
        await AssertStopsAsync(DrainAsync(ContainerWait.RunAsync(engine.Client, id, timeout: null, stop.Token)), stop.Token);
        Assert.Equal(ContainerState.Running, Assert.Single(await engine.ContainersAsync()).State);
    }

    private static async Task AssertStopsAsync(Task work, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var stopped = TimeSpan.Zero;
        using var note = stop.Register(() => stopped = watch.Elapsed);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.InRange(watch.Elapsed - stopped, TimeSpan.Zero, Patience);
    }

    private static async Task DrainAsync(IAsyncEnumerable<Event> events)
    {
        await foreach (var _ in events)
        {
        }
    }
}
