using System.Diagnostics;
using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Asks the engine for its version and compares what it holds with what it held before.</summary>
internal sealed record CompareInventory(RunContext Context, string Version) : HostStep
{
    // Containers that the engine starts by itself need a moment.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        $"GET /version on {shell.Host} has to say {Version}; images, containers with their states, volumes, networks, data root and storage driver have to be those of {Context.Folder}/before.json";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "comparing with what was there before";
        var before = await Context.Journal!.InventoryAsync(cancellation).ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var now = await EngineInventory.ReadAsync(Context.Session.Engine, cancellation).ConfigureAwait(false);
            if (PackageVersion.Upstream(now.EngineVersion) != PackageVersion.Upstream(Version))
                throw new DockerOpsException(FailureKind.Conflict, $"The engine on '{shell.Host}' says that it is {now.EngineVersion}, not {Version}.", shell.Host);
            if (before is null) return;
            Context.Differences = InventoryComparison.Between(before, now);
            if (!Context.Differences.Any(difference => difference.IsLoss)) return;
            if (watch.Elapsed < Patience)
            {
                await Task.Delay(Interval, cancellation).ConfigureAwait(false);
                continue;
            }

            var lost = Context.Differences.Where(difference => difference.IsLoss).Select(difference => difference.ToString()).ToList();
            Context.Tell(lost);
            throw new DockerOpsException(
                FailureKind.Corrupt, $"The engine {now.EngineVersion} on '{shell.Host}' does not have all that was there before: {string.Join("; ", lost.Take(5))}.", shell.Host);
        }
    }
}
