using DockerOps.Engine;
using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>Removes what the check of a change has left whose client was killed.</summary>
internal sealed record RemoveLeftover(EngineClient Engine, Leftover Item) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) => $"{Item.Removal} on {shell.Host} (a change was cut off)";

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "removing what a change that was cut off has left";
        return Item.RemoveAsync(Engine, cancellation);
    }
}
