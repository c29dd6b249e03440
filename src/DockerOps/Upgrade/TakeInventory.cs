using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Writes down what the engine holds.</summary>
/// <param name="Context">The run.</param>
/// <param name="File">The file in the run's folder; before a way back an engine that does not answer leaves none.</param>
internal sealed record TakeInventory(RunContext Context, string File = UpgradeJournal.Before) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        $"GET /version, /info, /images/json, /containers/json, /containers/ID/json, /volumes, /networks on {shell.Host} > {Context.Folder}/{File}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "reading what the engine holds";
        try
        {
            var inventory = await EngineInventory.ReadAsync(Context.Session.Engine, cancellation).ConfigureAwait(false);
            await Context.Journal!.WriteAsync(File, inventory, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (File == UpgradeJournal.BeforeBack && e.Kind is FailureKind.Unreachable or FailureKind.EngineError && Context.Session.IsAlive)
        {
            // People go back from engines that do not answer, too.
            Context.Tell(e.Message);
        }
    }
}
