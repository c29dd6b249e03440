using System.Diagnostics;
using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>
/// Asks the engine for its version and compares what it holds with what it held before. A loss fails the way forward. On the way
/// back there is nothing left to go to, so it is told, and the run comes to its end.
/// </summary>
/// <param name="Context">The run.</param>
/// <param name="Version">The version that the engine has to have.</param>
/// <param name="IsBack">Whether it is the last look on the way back.</param>
/// <param name="File">The inventory from before; where it could not be taken, the one from before the upgrade.</param>
internal sealed record CompareInventory(RunContext Context, string Version, bool IsBack = false, string File = UpgradeJournal.Before) : HostStep
{
    // Containers that the engine starts by itself need a moment.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        $"GET /version on {shell.Host} has to say {Version}; images, containers with their states, volumes, networks, data root and storage driver have to be those of {Context.Folder}/{File}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "comparing with what was there before";
        var journal = Context.Journal!;
        var before = await journal.InventoryAsync(File, cancellation).ConfigureAwait(false) ?? await journal.InventoryAsync(UpgradeJournal.Before, cancellation).ConfigureAwait(false);
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
            Context.Loss = new(
                FailureKind.Corrupt, $"The engine {now.EngineVersion} on '{shell.Host}' does not have all that was there before: {string.Join("; ", lost.Take(5))}.", shell.Host);
            if (IsBack) return;
            throw Context.Loss;
        }
    }
}
