using DockerOps.Hosts;
using DockerOps.Upgrade;

namespace DockerOps.Installation;

/// <summary>The steps that install an engine from packages.</summary>
internal static class PackageInstallation
{
    private const string Folder = "/var/lib/dockerops/install";

    // The names of packages are in their files; dnf and yum take what only they needed away with them.
    private const string RemoveRpms = "m=$1; shift; n=$(rpm -qp --qf '%{NAME}\\n' \"$@\") && exec \"$m\" -y remove $n";
    private const string RemoveDebs = "n=; for f; do n=\"$n $(dpkg-deb -f \"$f\" Package)\" || exit; done; DEBIAN_FRONTEND=noninteractive exec apt-get -y remove $n";

    /// <summary>Asks the solver, changing nothing.</summary>
    /// <returns>The steps, and the engine's version that they lead to.</returns>
    /// <exception cref="DockerOpsException">NotFound: not in the repositories. Conflict: the solver would take something away. CommandFailed: the solver refuses.</exception>
    public static async Task<(IReadOnlyList<InstallStep> Steps, string? Version)> FromRepositoriesAsync(
        HostShell shell, HostFacts facts, InstallOptions options, CancellationToken cancellation)
    {
        var tool = Tool(shell, facts, options.Repository);
        var sets = options.Package is null ? Sets(facts, options.Repository)
            : [EnginePackageSet.For(facts).FirstOrDefault(set => set.Main == options.Package) ?? new(options.Package, [], [])];
        var listed = await shell.RunAsync(tool.List([.. sets.SelectMany(set => set.Names).Distinct()]), cancellation).ConfigureAwait(false);
        var offered = tool.ReadList(listed.Output);
        if (offered.Count == 0 && options.Repository is { } repository)
            throw new DockerOpsException(
                FailureKind.NotFound, $"The repository '{repository}' of '{shell.Host}' has no engine, or is not known there: {listed.ErrorOutput.Trim()} See Get-YumRepository.", repository);
        var (set, version) = Choose(shell.Host, facts, sets, offered, options.Version);

        List<string> ask = [tool.At(set.Main, version)];
        foreach (var name in set.LockStep)
        {
            var same = Newest(offered.Where(package => package.Name == name && PackageVersion.Upstream(package.Version) == PackageVersion.Upstream(version)));
            if (same is not null) ask.Add(tool.At(name, same));
        }

        ask.AddRange(set.Beside.Where(name => offered.Any(package => package.Name == name)));
        var solved = await shell.RunAsync(tool.Simulate(ask), cancellation).ConfigureAwait(false);
        if (tool.ReadRefusal(solved) is { } refusal)
            throw new DockerOpsException(FailureKind.CommandFailed, $"{tool.Name} on '{shell.Host}' cannot install {string.Join(' ', ask)}: {refusal}", set.Main);
        var changes = tool.ReadTransaction(solved.Output);
        if (changes.FirstOrDefault(change => change.Action == PackageAction.Remove) is { } removal)
            throw new DockerOpsException(FailureKind.Conflict, $"{tool.Name} on '{shell.Host}' would take {removal.Name} {removal.From} away. Remove it yourself, or choose another package.", removal.Name);

        if (options.Repository is { } wanted && changes.FirstOrDefault(change => change.Name == set.Main)?.Repository is { } other && other != wanted)
            throw new DockerOpsException(FailureKind.Conflict, $"{tool.Name} on '{shell.Host}' would take {set.Main} {version} from '{other}', which has it too. Disable that one.", wanted);

        var brought = changes.Where(change => change.Action == PackageAction.Install).Select(change => change.Name).ToList();
        return (
            [
                .. await FetchAsync(shell, facts, ask, options.Repository, cancellation).ConfigureAwait(false),
                new(new ChangePackages(Install(facts, ask, options.Repository), changes), new ChangePackages(Remove(facts, brought))),
            ],
            PackageVersion.Upstream(version));
    }

    /// <summary>Copies package files to the host and installs them, with what they need from its repositories.</summary>
    public static async Task<IReadOnlyList<InstallStep>> FromFilesAsync(HostShell shell, HostFacts facts, InstallOptions options, CancellationToken cancellation)
    {
        _ = Tool(shell, facts, null);
        var (manager, wanted) = (facts.PackageManager!, facts.PackageManager == "apt" ? ".deb" : ".rpm");
        if (options.Paths.FirstOrDefault(path => Path.GetExtension(path) != wanted) is { } other)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{other}' is no package for '{shell.Host}', whose package manager is {manager}.", other);
        List<string> files = [.. options.Paths.Select(path => $"{Folder}/{Path.GetFileName(path)}")];
        return
        [
            new(new CommandStep("mkdir", "-p", "--", Folder), new CommandStep("rm", "-rf", "--", Folder)),
            .. options.Paths.Zip(files, (from, to) => new InstallStep(new SendArchive(from, to))),
            .. await FetchAsync(shell, facts, files, null, cancellation).ConfigureAwait(false),
            new(new ChangePackages(Install(facts, files)), new ChangePackages(manager == "apt" ? ["sh", "-c", RemoveDebs, "sh", .. files] : ["sh", "-c", RemoveRpms, "sh", manager, .. files])),
            new(new CommandStep("rm", "-rf", "--", Folder)),
        ];
    }

    // What lasts may be long: it is done apart, so that Ctrl+C need not wait for it. yum learned it in EL 7, before that a plugin has it.
    private static async Task<IReadOnlyList<InstallStep>> FetchAsync(
        HostShell shell, HostFacts facts, IReadOnlyList<string> what, string? repository, CancellationToken cancellation)
    {
        if (facts.PackageManager == "yum" && !(await shell.RunAsync(["yum", "--help"], cancellation).ConfigureAwait(false)).Output.Contains("--downloadonly", StringComparison.Ordinal))
            return [];
        return [new(new FetchPackages(Install(facts, [facts.PackageManager == "apt" ? "--download-only" : "--downloadonly", .. what], repository)))];
    }

    private static PackageTool Tool(HostShell shell, HostFacts facts, string? repository) => facts.PackageManager switch
    {
        "dnf" or "yum" => new RpmTool(facts.PackageManager, repository),
        "apt" when repository is null => new AptTool(),
        "apt" => throw new DockerOpsException(FailureKind.Unsupported, $"'{shell.Host}' has apt, which knows no repository '{repository}'.", repository),
        _ => throw new DockerOpsException(FailureKind.Unsupported, $"'{shell.Host}' has none of dnf, yum and apt. Static programs are another way: -Source Static.", shell.Host),
    };

    // A repository of one's own may have any of them, whatever the distribution.
    private static IReadOnlyList<EnginePackageSet> Sets(HostFacts facts, string? repository) =>
        repository is null ? EnginePackageSet.For(facts) : [.. EnginePackageSet.For(facts).Union(EnginePackageSet.All)];

    private static (EnginePackageSet Set, string Version) Choose(
        DockerHost host, HostFacts facts, IReadOnlyList<EnginePackageSet> sets, IReadOnlyList<HostPackage> offered, string? wanted)
    {
        foreach (var set in sets)
        {
            if (Newest(offered.Where(package => package.Name == set.Main && (wanted is null || PackageVersion.Means(wanted, package.Version)))) is { } version)
                return (set, version);
        }

        var names = string.Join(", ", sets.Select(set => set.Main));
        var others = offered.Where(package => sets.Any(set => set.Main == package.Name)).Select(package => $"{package.Name} {package.Version}").Distinct().ToList();
        var hint = others.Count > 0 ? $"They have {string.Join(", ", others)}."
            : facts.PackageManager == "apt" ? "Register a repository that has it, and run apt-get update."
            : "Register a repository that has it (Register-YumRepository; -Preset Epel for docker-io).";
        throw new DockerOpsException(
            FailureKind.NotFound, $"The repositories of '{host}' have no {(wanted is null ? "engine" : "engine " + wanted)}: none of {names}. {hint}", wanted ?? host.Address);
    }

    private static string? Newest(IEnumerable<HostPackage> packages) =>
        packages.Select(package => package.Version).OrderDescending(PackageVersion.Order).FirstOrDefault();

    // dpkg keeps configuration files that somebody has changed, and asks nobody (dpkg(1), --force-confold).
    private static IReadOnlyList<string> Install(HostFacts facts, IReadOnlyList<string> what, string? repository = null) => facts.PackageManager == "apt"
        ? ["env", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-o", "Dpkg::Options::=--force-confold", "--allow-downgrades", "install", .. what]
        : ["env", "LC_ALL=C", facts.PackageManager!, "-y", .. repository is null ? [] : (string[])["--enablerepo=" + repository], "install", .. what];

    // Not purge: that of docker.io can take the data root with it.
    private static IReadOnlyList<string> Remove(HostFacts facts, IReadOnlyList<string> names) => facts.PackageManager == "apt"
        ? ["env", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "remove", .. names]
        : ["env", "LC_ALL=C", facts.PackageManager!, "-y", "remove", .. names];
}
