using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Stops the engine, if it runs.</summary>
internal sealed record StopEngine(RunContext Context) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, Context.Service.Stop(Context.Timeout).Select(step => step.Show(shell)));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        // A script may call it a failure that there was nothing to stop.
        var service = await Context.Service.AgainAsync(cancellation).ConfigureAwait(false);
        if (!service.State.CanBeStopped) return;
        foreach (var step in service.Stop(Context.Timeout)) await step.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
    }
}
