using DockerOps.Hosts;

namespace DockerOps.Daemon;

/// <summary>
/// Stops an engine by its service. An engine that ends by itself meanwhile, as one does that a client told to stop who was killed
/// since, is what was wanted: some scripts call it a failure.
/// </summary>
internal sealed record EngineStop(EngineService Service, IReadOnlyList<string> Words) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) => new CommandStep(Words).Show(shell);

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = string.Join(' ', Words);
        try
        {
            await shell.ReadAsync(Words, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.CommandFailed)
        {
            var now = await Service.AgainAsync(cancellation).ConfigureAwait(false);
            if (now.State is not { Kind: EngineServiceKind.Script, IsActive: false }) throw;
        }
    }
}
