using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Containers;

/// <summary>Waits for containers.</summary>
public static class ContainerWait
{
    /// <summary>Waits until a container does not run. Yields progress and the <see cref="Container"/>, with its exit code.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="name">The name or id.</param>
    /// <param name="timeout">How long at most; null: for ever.</param>
    /// <param name="cancellation">Ends the wait; the container goes on.</param>
    /// <exception cref="DockerOpsException">NotFound: no such container. TimedOut: it still runs.</exception>
    public static IAsyncEnumerable<Event> RunAsync(EngineClient engine, string name, TimeSpan? timeout, CancellationToken cancellation) =>
        Watched.RunAsync(
            $"Wait for {name}", new TransferMeter { Status = "running" }, stop => WorkAsync(engine, name, timeout, stop), cancellation);

    private static async Task<Container> WorkAsync(EngineClient engine, string name, TimeSpan? timeout, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } limit) limited.CancelAfter(limit);
        try
        {
            var before = await ContainerList.FindAsync(engine, name, limited.Token).ConfigureAwait(false);
            var end = await engine.ReadAsync(ContainerRequests.Wait(before.Id), WireJson.Default.WireEnd, limited.Token).ConfigureAwait(false);
            var after = await AgainAsync(engine, before, limited.Token).ConfigureAwait(false);
            return after with { ExitCode = end.Code };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DockerOpsException(FailureKind.TimedOut, $"The container '{name}' on '{engine.Host}' still runs after {timeout!.Value.TotalSeconds:0.#} s.", name);
        }
    }

    // One that was made with --rm is gone by now.
    private static async Task<Container> AgainAsync(EngineClient engine, Container before, CancellationToken cancellation)
    {
        try
        {
            return await ContainerList.FindAsync(engine, before.Id, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            return before with { State = ContainerState.Removing, Status = "Removed" };
        }
    }
}
