using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>What the package manager's solver says about a version.</summary>
internal sealed record PackageSolution
{
    /// <summary>The engine's version that it leads to, as far as it counts releases; null when there is none.</summary>
    public string? Version { get; init; }

    /// <summary>The packages to ask for, in the manager's spelling.</summary>
    public IReadOnlyList<string> Wanted { get; init; } = [];

    public IReadOnlyList<PackageChange> Changes { get; init; } = [];

    /// <summary>Whether all old packages can be had.</summary>
    public bool KeepsPackages { get; init; }

    public IReadOnlyList<UpgradeFinding> Findings { get; init; } = [];

    /// <summary>Asks, changing nothing.</summary>
    /// <param name="shell">The host, as root.</param>
    /// <param name="facts">What it has.</param>
    /// <param name="wanted">A version, or how it begins; null for the newest, which is the present one where nothing newer is offered.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<PackageSolution> FindAsync(HostShell shell, UpgradeFacts facts, string? wanted, CancellationToken cancellation)
    {
        if (facts.EnginePackage is not { } engine || facts.Manager is null)
            return Refused(UpgradeFindingId.NotInPackage, "The engine is in no package that dnf, yum or apt manages. Use static programs: -Source Static or Path.");
        var tool = PackageTool.For(facts.Manager);
        var set = LockStep(facts, engine);
        var listed = await shell.RunAsync(tool.List(set), cancellation).ConfigureAwait(false);
        var versions = tool.ReadList(listed.Output);
        var offered = versions.Where(package => package.Name == engine.Name).Select(package => package.Version).Distinct(StringComparer.Ordinal)
            .OrderDescending(PackageVersion.Order).ToList();
        var target = offered.Find(version => wanted is null ? PackageVersion.Order.Compare(version, engine.Version) >= 0 : PackageVersion.Means(wanted, version));
        if (target is null)
        {
            // Already the newest one that is meant, and not offered any more: nothing to do, not a refusal.
            if (wanted is null || PackageVersion.Means(wanted, engine.Version)) return new() { Version = PackageVersion.Upstream(engine.Version) };
            var others = offered.Count == 0 ? "The repositories have none at all." : $"They have {string.Join(", ", offered.Take(12))}.";
            return Refused(UpgradeFindingId.NotAvailable, $"The repositories of {facts.Manager} have no {engine.Name} {wanted}. {others} Static programs are another way: -Source Static or Path.");
        }

        // The client and whatever else bears the engine's version goes with it, as far as it is offered.
        List<string> ask = [tool.At(engine.Name, target)];
        foreach (var name in set.Where(name => name != engine.Name))
        {
            var same = versions.Where(package => package.Name == name && PackageVersion.Upstream(package.Version) == PackageVersion.Upstream(target))
                .Select(package => package.Version).OrderDescending(PackageVersion.Order).FirstOrDefault();
            if (same is not null) ask.Add(tool.At(name, same));
        }

        var solved = await shell.RunAsync(tool.Simulate(ask), cancellation).ConfigureAwait(false);
        if (tool.ReadRefusal(solved) is { } refusal)
            return Refused(UpgradeFindingId.SolverRefuses, $"{tool.Name} cannot install {string.Join(' ', ask)}: {refusal}") with { Version = PackageVersion.Upstream(target) };
        var changes = await CompleteAsync(shell, facts.Manager, tool.ReadTransaction(solved.Output), cancellation).ConfigureAwait(false);
        return new()
        {
            Version = PackageVersion.Upstream(target),
            Wanted = ask,
            Changes = changes,
            KeepsPackages = await AreOfferedAsync(shell, tool, changes, cancellation).ConfigureAwait(false),
            Findings = [.. Removals(changes)],
        };
    }

    /// <summary>The packages that bear the engine's version: the engine's own, the client's, and their like.</summary>
    private static List<string> LockStep(UpgradeFacts facts, HostPackage engine) =>
    [
        // Debian's client became a package of its own with 24; without it an upgrade would take the client away.
        .. facts.Manager == "apt" && facts.Owners.GetValueOrDefault("docker")?.Name == engine.Name ? ["docker-cli"] : Array.Empty<string>(),
        .. facts.Packages.Where(package => PackageVersion.Upstream(package.Version) == PackageVersion.Upstream(engine.Version) || package == facts.Owners.GetValueOrDefault("docker"))
            .Select(package => package.Name).Append(engine.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<UpgradeFinding> Removals(IReadOnlyList<PackageChange> changes)
    {
        foreach (var change in changes.Where(change => change.Action == PackageAction.Remove))
        {
            yield return change.Repository is { } heir
                ? new(UpgradeSeverity.Information, UpgradeFindingId.Removal, $"{change.Name} {change.From} goes, because {heir} takes its place.")
                : new(UpgradeSeverity.Blocking, UpgradeFindingId.Removal, $"The package manager would take {change.Name} {change.From} away. Remove it yourself, or choose another version.");
        }
    }

    // dnf and yum do not say what is there now.
    private static async Task<IReadOnlyList<PackageChange>> CompleteAsync(
        HostShell shell, string manager, IReadOnlyList<PackageChange> changes, CancellationToken cancellation)
    {
        if (manager == "apt" || changes.Count == 0) return changes;
        var result = await shell.RunAsync(
            ["rpm", "-q", "--qf", "%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH}\\n", "--", .. changes.Select(change => change.Name)], cancellation).ConfigureAwait(false);
        var installed = result.Lines.Select(line => line.Split(' ')).Where(words => words.Length == 3).ToLookup(words => (words[0], words[2]), words => RpmTransaction.WithoutZero(words[1]));
        return [.. changes.Select(change => change with { From = change.From ?? (change.Action == PackageAction.Install ? null : installed[(change.Name, change.Architecture)].LastOrDefault()) })];
    }

    private static async Task<bool> AreOfferedAsync(HostShell shell, PackageTool tool, IReadOnlyList<PackageChange> changes, CancellationToken cancellation)
    {
        var old = changes.Where(change => change.From is not null).ToList();
        if (old.Count == 0) return true;
        var listed = await shell.RunAsync(tool.List([.. old.Select(change => change.Name)]), cancellation).ConfigureAwait(false);
        var offered = tool.ReadList(listed.Output).Select(package => (package.Name, package.Version)).ToHashSet();
        return old.All(change => offered.Contains((change.Name, change.From!)));
    }

    private static PackageSolution Refused(UpgradeFindingId id, string message) => new() { Findings = [new(UpgradeSeverity.Blocking, id, message)] };
}
