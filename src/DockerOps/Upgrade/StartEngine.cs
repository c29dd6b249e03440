using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Starts the engine and waits until it answers.</summary>
internal sealed record StartEngine(RunContext Context) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, Context.Service.Start(Context.Timeout).Select(step => step.Show(shell)));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        var service = await Context.Service.AgainAsync(cancellation).ConfigureAwait(false);
        var steps = service.Start(Context.Timeout);
        // The package's own script may have started it: systemd makes nothing of a second start, an init script may call it a failure.
        foreach (var step in service.State is { IsActive: true, Kind: not EngineServiceKind.Unit } ? steps.TakeLast(1) : steps) await step.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
    }
}
