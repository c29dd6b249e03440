using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Stops the engine, if it runs.</summary>
internal sealed record StopEngine(RunContext Context) : HostStep
{
    /// <summary>Whether an engine in that state, or what would start it, is there to be stopped.</summary>
    public static bool HasWork(EngineServiceState state) => state.IsActive || state.IsSocketActive || state.State is "activating" or "deactivating";

    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, Context.Service.Stop(Context.Timeout).Select(step => step.Show(shell)));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        // A script may call it a failure that there was nothing to stop.
        var service = await Context.Service.AgainAsync(cancellation).ConfigureAwait(false);
        if (!HasWork(service.State)) return;
        foreach (var step in service.Stop(Context.Timeout)) await step.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
    }
}
