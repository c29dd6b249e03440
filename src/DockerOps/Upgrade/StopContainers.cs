using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>
/// Stops containers by calls, all at once, before their engine is stopped: a service script may kill an engine that waits for
/// its containers too long, and what then is left of them keeps an older engine from starting them.
/// </summary>
/// <param name="Context">The run.</param>
/// <param name="Ids">Which; null for all that run at that time.</param>
internal sealed record StopContainers(RunContext Context, IReadOnlyList<string>? Ids) : HostStep
{
    private const int AtOnce = 8;

    /// <inheritdoc/>
    public override string Show(HostShell shell) => Ids is null
        ? $"POST /containers/ID/stop on {shell.Host} for every container that runs there"
        : string.Join(Environment.NewLine, Ids.Select(id => $"{ContainerRequests.Stop(id, null)} on {shell.Host}"));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        var engine = Context.Session.Engine;
        try
        {
            await engine.RenewVersionAsync(cancellation).ConfigureAwait(false);
            var ids = Ids ?? [.. (await ContainerList.ReadAsync(engine, [], [], cancellation).ConfigureAwait(false))
                .Where(container => container.State is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting).Select(container => container.Id)];
            await Parallel.ForEachAsync(
                ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (id, stop) => await StopAsync(engine, id, stop).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.Unreachable && Context.Session.IsAlive)
        {
            // An engine that does not answer runs no container that it could be asked to stop.
        }
    }

    // One that has gone, or that cannot be stopped, goes with the engine.
    private async Task StopAsync(EngineClient engine, string id, CancellationToken cancellation)
    {
        try
        {
            await engine.RunAsync(ContainerRequests.Stop(id, null), cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.NotFound or FailureKind.Conflict or FailureKind.EngineError)
        {
            Context.Tell(e.Message);
        }
    }
}
