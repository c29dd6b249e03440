using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Writes down what the engine holds.</summary>
internal sealed record TakeInventory(RunContext Context) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        $"GET /version, /info, /images/json, /containers/json, /containers/ID/json, /volumes, /networks on {shell.Host} > {Context.Folder}/before.json";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "reading what the engine holds";
        var inventory = await EngineInventory.ReadAsync(Context.Session.Engine, cancellation).ConfigureAwait(false);
        await Context.Journal!.WriteAsync(inventory, cancellation).ConfigureAwait(false);
    }
}
