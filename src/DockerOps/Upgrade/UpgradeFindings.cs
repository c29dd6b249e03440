using System.Globalization;
using DockerOps.Daemon;

namespace DockerOps.Upgrade;

/// <summary>Reasons about a host before its engine is upgraded: what forbids it, what will be different, what is good to know.</summary>
internal static class UpgradeFindings
{
    // Storage drivers that are gone: docs/deprecated.md of docker/cli.
    private static readonly (string Driver, Version Since)[] Dropped = [("aufs", new(24, 0)), ("overlay", new(24, 0)), ("devicemapper", new(25, 0))];

    // The oldest API version that engines speak by themselves (moby, api/common.go and its release notes; #51186, and #52067 of 29.3).
    private static readonly (Version Engine, ApiVersion Api)[] Oldest = [(new(29, 3), new(1, 40)), (new(29, 0), new(1, 44)), (new(25, 0), new(1, 24)), (new(0, 0), new(1, 12))];

    // moby, #51371.
    private const string MinimumApi = "min-api-version";

    private static readonly string[] Needed = ["flock", "setsid", "dd", "tar"];

    /// <summary>Finds, the worst first.</summary>
    public static IReadOnlyList<UpgradeFinding> Of(UpgradeSituation at) =>
    [
        .. (IsThere(at) ? new[] { Host(at), Version(at), at.Solution?.Findings ?? [], Storage(at), Clients(at), Configuration(at), Containers(at), Swarm(at), Room(at) } : [Host(at), at.Solution!.Findings])
            .SelectMany(found => found).OrderByDescending(finding => finding.Severity),
    ];

    // What an engine that nobody has would be like is no news.
    private static bool IsThere(UpgradeSituation at) => at.Solution is not { } solution || solution.Findings.All(finding => finding.Id != UpgradeFindingId.NotAvailable);

    private static IEnumerable<UpgradeFinding> Host(UpgradeSituation at)
    {
        var facts = at.Facts;
        if (!facts.Is64Bit || facts.Machine is "i386" or "i486" or "i586" or "i686")
            yield return Block(UpgradeFindingId.Not64Bit, $"The host's system is {facts.Machine} with {(facts.Is64Bit ? 64 : 32)} bits, and engines are made for 64-bit systems only.");
        var missing = Needed.Except(facts.Tools).ToList();
        if (missing.Count > 0) yield return Block(UpgradeFindingId.MissingProgram, $"The host has no {string.Join(", ", missing)}, which the upgrade needs. Install it first (util-linux, coreutils, tar).");
        if (at.Options.Source == UpgradeSource.Static && !facts.Tools.Contains("curl") && !facts.Tools.Contains("wget"))
            yield return Block(UpgradeFindingId.MissingProgram, "The host has neither curl nor wget to fetch the archive with. Fetch it yourself and use -Source Path.");
        if (at.Service.Kind is EngineServiceKind.None or EngineServiceKind.Process)
            yield return Block(UpgradeFindingId.NotRunning, "No service of the host starts its engine, so nothing could start the new one.");
        else if (at.Inventory is null)
            yield return Block(UpgradeFindingId.NotRunning, "The engine does not answer, so nothing tells what it holds and has to hold afterwards. Start it first.");
        if (at.Interrupted is { } run)
            yield return Block(UpgradeFindingId.Interrupted, $"The run {run.Id} was interrupted{(run.IsOnWayBack ? " on its way back" : "")}. Finish it first: Restore-DockerEngine goes back{(run.IsOnWayBack ? "" : ", Update-DockerEngine -Resume goes on")}.");
        if (at.OpenChange is { } change)
            yield return Block(UpgradeFindingId.Interrupted, $"The change {change.Id} of the configuration has not come to its end. If nobody is at it, Restore-DockerDaemonConfig takes it back.");
        if (at.Solution is not null && facts.Busy is { } holder) yield return Block(UpgradeFindingId.PackageManagerBusy, $"A package manager is at work: {holder}. Wait for its end.");
        if (at.Solution is not null && facts.Held.Count > 0) yield return Warn(UpgradeFindingId.Held, $"Packages are held at their version: {string.Join("; ", facts.Held)}.");
        if (facts.OldDeviceMapper)
        {
            yield return Warn(UpgradeFindingId.DeviceMapper,
                "libdevmapper lacks the symbol dm_task_get_info_with_deferred_remove. An engine that asks for it ends with a relocation error; then device-mapper (device-mapper-libs) is updated and the engine started again.");
        }
    }

    private static IEnumerable<UpgradeFinding> Version(UpgradeSituation at)
    {
        var (from, to) = (PackageVersion.Upstream(at.Present), at.Target);
        if (from == to && at.Solution is not { Changes.Count: > 0 })
            yield return new(UpgradeSeverity.Information, UpgradeFindingId.AlreadyThere, $"The engine is {from} already; there is nothing to do.");
        else if (from.Length > 0 && PackageVersion.Order.Compare(from, to) > 0 && !at.Options.AllowDowngrade)
            yield return Block(UpgradeFindingId.Downgrade, $"{to} is older than the engine, {from}. Restore-DockerEngine undoes an upgrade; -Force goes to an older version all the same.");
        if (at.Solution is { Changes.Count: > 0, KeepsPackages: false })
        {
            yield return Warn(UpgradeFindingId.OldPackagesGone,
                "The installed packages are in no repository any more. Their files are kept instead; after a way back the package manager still names the new version.");
        }

        if (at.Options.Source != UpgradeSource.Package && at.Facts.EnginePackage is { } package)
            yield return Warn(UpgradeFindingId.NotInPackage, $"The engine is of the package {package.Name} {package.Version}, whose files are replaced; its next update puts its own ones back.");
        var different = at.Facts.Versions.Where(pair => pair.Key is "docker" && PackageVersion.Upstream(pair.Value) != from).Select(pair => pair.Value).ToList();
        if (different.Count > 0) yield return Warn(UpgradeFindingId.OutOfStep, $"The engine is {from}, and the client on the host is {different[0]}.");
    }

    private static IEnumerable<UpgradeFinding> Storage(UpgradeSituation at)
    {
        if (at.Inventory is not { } inventory) yield break;
        var target = EngineRelease.Parse(at.Target);
        foreach (var (driver, _) in Dropped.Where(gone => gone.Driver == inventory.StorageDriver && target >= gone.Since))
        {
            var names = inventory.Images.Select(image => image.Value.Count > 0 ? image.Value[0] : image.Key).ToList();
            yield return Block(UpgradeFindingId.StorageDriverDropped,
                $"Engines {at.Target} have no storage driver {driver}. {names.Count} images and {inventory.Containers.Count} containers would vanish: {string.Join(", ", names.Take(8))}{(names.Count > 8 ? ", …" : "")}. Save them and change the driver first.");
        }
    }

    private static IEnumerable<UpgradeFinding> Clients(UpgradeSituation at)
    {
        if (at.Present.Length == 0) yield break;
        var (before, after) = (OldestApi(at.Present), OldestApi(at.Target));
        var canChoose = EngineRelease.Parse(at.Target) >= new Version(29, 0);
        if (canChoose && at.Configuration.ValuesOf(MinimumApi) is [.., var chosen] && ApiVersion.TryParse(chosen, out var own)) after = own;
        if (ApiVersion.Newest.CompareTo(after) < 0)
            yield return Block(UpgradeFindingId.ClientTooOld, $"Engines {at.Target} speak API {after} and later, DockerOps up to {ApiVersion.Newest}. Update DockerOps.");
        if (after.CompareTo(before) <= 0) yield break;
        var users = at.Inventory?.Containers.Where(container => container.UsesEngineSocket).Select(container => container.Name).ToList() ?? [];
        // API 1.24 came with 1.12 in 2016; what speaks less has long been noticed.
        var weight = users.Count > 0 || after.CompareTo(new ApiVersion(1, 24)) > 0 ? UpgradeSeverity.Warning : UpgradeSeverity.Information;
        yield return new(weight, UpgradeFindingId.ClientTooOld,
            $"Engines {at.Target} refuse clients that speak less than API {after}; the present one takes {before}." + (users.Count == 0 ? "" : $" Containers that talk to the engine: {string.Join(", ", users)}.") + (canChoose ? $" {MinimumApi} in daemon.json lets older ones in." : ""));
    }

    private static ApiVersion OldestApi(string version) => Oldest.First(entry => EngineRelease.Parse(version) >= entry.Engine).Api;

    // What the present engine lives with is no news.
    private static IEnumerable<UpgradeFinding> Configuration(UpgradeSituation at)
    {
        var known = at.Present.Length == 0 ? [] : DaemonConfigFindings.Of(at.Configuration, at.Present).Where(finding => finding.Severity == ConfigSeverity.Error)
            .Select(finding => (finding.Id, finding.Setting, finding.Source)).ToHashSet();
        return from finding in DaemonConfigFindings.Of(at.Configuration, at.Target)
               where finding.Severity == ConfigSeverity.Error && !known.Contains((finding.Id, finding.Setting, finding.Source))
               select Block(UpgradeFindingId.ConfigurationRejected, $"{finding.Source}: {finding.Message}");
    }

    private static IEnumerable<UpgradeFinding> Containers(UpgradeSituation at)
    {
        if (at.Info is { LiveRestoreEnabled: true } && EngineRelease.Parse(at.Present) != EngineRelease.Parse(at.Target))
            yield return Warn(UpgradeFindingId.LiveRestore, "Live restore is on, and it carries containers over patch releases only. They are stopped before the engine and started after.");
        var alone = at.Up.Where(container => !container.StartsWithEngine && !container.EndsWhenStopped).Select(container => container.Name).ToList();
        if (alone.Count > 0)
            yield return new(UpgradeSeverity.Information, UpgradeFindingId.NoRestartPolicy, $"No restart policy starts these again; the upgrade does: {string.Join(", ", alone)}.");
        var lost = at.Up.Where(container => container.RemovedWhenStopped).Select(container => container.Name).ToList();
        if (lost.Count > 0)
            yield return Warn(UpgradeFindingId.RemovedWhenStopped, $"The engine removes these when they stop (--rm), with their volumes that have no name, and they do not come back: {string.Join(", ", lost)}.");
    }

    private static IEnumerable<UpgradeFinding> Swarm(UpgradeSituation at)
    {
        if (at.Swarm is not { } swarm) yield break;
        if (!swarm.KeepsQuorum)
            yield return Block(UpgradeFindingId.Swarm, $"Of {swarm.Managers} managers of the swarm {swarm.Reachable} can be reached; without this one there is no majority. Bring the others back first.");
        else if (swarm is { IsManager: true, Managers: 1, Nodes: > 1 })
            yield return Warn(UpgradeFindingId.Swarm, "This is the swarm's only manager: while its engine is down, the swarm starts and moves no tasks.");
        if (!swarm.IsManager) yield return Warn(UpgradeFindingId.Swarm, $"The node {swarm.Node} is a worker, and only a manager can drain it. Its tasks stop with the engine unless you drain it first.");
    }

    private static IEnumerable<UpgradeFinding> Room(UpgradeSituation at)
    {
        // Twice the download: the new set and the old one; and what is installed takes about three times its package.
        var download = at.Solution?.Changes.Select(change => change.Size ?? 0).Total() ?? 0;
        foreach (var (folder, needed) in new[] { ("/var/lib", 2 * download), ("/usr", 3 * download) })
        {
            if (at.Facts.Free.TryGetValue(folder, out var free) && free < needed + (64 << 20))
            {
                yield return Block(UpgradeFindingId.NoSpace, string.Create(
                    CultureInfo.InvariantCulture, $"{free >> 20} MiB are free in {folder}, and the upgrade takes about {(needed >> 20) + 64} there."));
            }
        }
    }

    private static UpgradeFinding Block(UpgradeFindingId id, string message) => new(UpgradeSeverity.Blocking, id, message);

    private static UpgradeFinding Warn(UpgradeFindingId id, string message) => new(UpgradeSeverity.Warning, id, message);
}
