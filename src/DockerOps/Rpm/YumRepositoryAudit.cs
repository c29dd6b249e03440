using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// Looks at a repository on this machine as a host would that installs from it: packages on disk and in the metadata, every
/// checksum, every signature, a query by dnf, and whether everything that packages need is there.
/// </summary>
public static class YumRepositoryAudit
{
    /// <summary>Looks at a repository. Yields progress and a <see cref="RepositoryAudit"/>.</summary>
    /// <param name="folder">Its folder, a full path.</param>
    /// <param name="expectedKey">The key it has to be signed with, as gpg takes them; null takes the one it carries.</param>
    /// <param name="baseRepositories">Repositories in which everything has to be that its packages need; empty when that is not asked.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DockerOpsException">NotFound: there is no repository, or no such key. Unsupported: rpm or gpg is missing here. CommandFailed.</exception>
    public static IAsyncEnumerable<Event> RunAsync(
        string folder, string? expectedKey, IReadOnlyList<YumRepositoryDefinition> baseRepositories, CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync($"Test {folder}", meter, stop => AuditAsync(folder, expectedKey, baseRepositories, meter, stop), cancellation);
    }

    private static async Task<RepositoryAudit> AuditAsync(
        string folder, string? expectedKey, IReadOnlyList<YumRepositoryDefinition> baseRepositories, TransferMeter meter, CancellationToken cancellation)
    {
        var shell = HostShell.Here;
        var state = await YumRepositoryState.ReadAsync(folder, cancellation).ConfigureAwait(false);
        meter.Total = state.Metadata.Packages.Select(package => package.Size).Total();
        var check = new RepositoryCheck(folder, state.Metadata, meter);
        await check.CheckMetadataAsync(cancellation).ConfigureAwait(false);
        check.CheckList();
        var packages = await check.ReadPackagesAsync(_ => true, cancellation).ConfigureAwait(false);
        var key = await CheckSignaturesAsync(check, shell, folder, state, expectedKey, packages, meter, cancellation).ConfigureAwait(false);
        var dnf = LocalTools.TryFind(LocalTools.Dnf);
        var asked = false;
        if (dnf is null) check.Add(RepositoryFindingKind.NotChecked, null, "dnf is not on this machine, so it was not asked whether it takes the repository.");
        else asked = await AskAsync(check, shell, dnf, folder, state, meter, cancellation).ConfigureAwait(false);
        if (baseRepositories.Count > 0) await CheckClosureAsync(check, shell, folder, state.Name, baseRepositories, meter, cancellation).ConfigureAwait(false);
        return new()
        {
            Path = folder,
            Name = state.Name,
            PackageCount = state.Metadata.Packages.Count,
            BytesHashed = meter.Done,
            SigningKey = key,
            ClientAsked = asked,
            DependenciesChecked = baseRepositories.Count > 0,
            Findings = check.Findings,
        };
    }

    private static async Task<string?> CheckSignaturesAsync(
        RepositoryCheck check, HostShell shell, string folder, YumRepositoryState state, string? expectedKey,
        IReadOnlyList<(string Path, RpmPackage Package)> packages, TransferMeter meter, CancellationToken cancellation)
    {
        if (!state.IsSigned)
        {
            if (expectedKey is not null) check.Add(RepositoryFindingKind.BadMetadataSignature, null, $"'{folder}' is not signed, and should be with '{expectedKey}'.");
            else check.Add(RepositoryFindingKind.UnsignedRepository, null, $"'{folder}' is not signed: whoever can change it can put any package on its hosts.");
            return null;
        }

        using var signatures = new RepositorySignatures(shell, folder);
        var found = await signatures.CheckIndexAsync(cancellation).ConfigureAwait(false);
        var (key, problem) = found;
        if (problem is null && expectedKey is not null && !await IsSameAsync(shell, found, expectedKey, cancellation).ConfigureAwait(false))
            (key, problem) = (null, $"'{folder}' is signed with {key}, and should be with '{expectedKey}'.");
        if (problem is not null) check.Add(RepositoryFindingKind.BadMetadataSignature, YumRepositoryFolder.Index, problem);
        foreach (var (path, package) in packages.Where(package => package.Package.Signer is null))
            check.Add(RepositoryFindingKind.UnsignedPackage, path, $"'{path}' is not signed, and '{state.Name}' is: hosts refuse it.");
        if (state.PublicKey is null) return key;
        var signed = packages.Where(package => package.Package.Signer is not null).DistinctBy(package => package.Package.Path).ToDictionary(package => package.Package.Path, package => package.Path, StringComparer.Ordinal);
        foreach (var (file, words) in await signatures.FindBadAsync(Path.Combine(folder, YumRepositoryFolder.Key), [.. signed.Keys], meter, cancellation).ConfigureAwait(false))
            check.Add(RepositoryFindingKind.BadPackageSignature, signed[file], $"The signature of '{signed[file]}' is not good by the key of '{state.Name}': {words}.");
        return key;
    }

    // A repository names the subkey that signed it; people name the primary key.
    private static async Task<bool> IsSameAsync(HostShell shell, IndexSignature found, string expected, CancellationToken cancellation)
    {
        if (expected.Length >= 16 && expected.All(char.IsAsciiHexDigit))
            return found.Fingerprint!.EndsWith(expected, StringComparison.OrdinalIgnoreCase) || found.Signer!.EndsWith(expected, StringComparison.OrdinalIgnoreCase);
        return (await SigningKey.FingerprintsAsync(shell, expected, cancellation).ConfigureAwait(false)).Contains(found.Fingerprint, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Has dnf read a repository in a folder, and compares what it finds there.</summary>
    internal static async Task<bool> AskAsync(
        RepositoryCheck check, HostShell shell, string dnf, string folder, YumRepositoryState state, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "asking dnf";
        using var client = new DnfClient(shell, dnf, [Here(folder, state)]);
        try
        {
            var found = (await client.QueryAsync(state.Name, cancellation).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
            foreach (var package in state.Metadata.Packages.Where(package => package.Architecture == "noarch" && !found.Contains(FullNevra(package))))
                check.Add(RepositoryFindingKind.RefusedByClient, package.Path, $"dnf does not find {package.Nevra} in '{state.Name}'.");
            return true;
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.CommandFailed)
        {
            check.Add(RepositoryFindingKind.RefusedByClient, null, $"dnf does not take '{folder}': {e.Message}");
            return false;
        }
    }

    /// <summary>Looks for everything that the packages of a repository need.</summary>
    internal static async Task CheckClosureAsync(
        RepositoryCheck check, HostShell shell, string folder, string name, IReadOnlyList<YumRepositoryDefinition> baseRepositories,
        TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "looking for what packages need";
        var dnf = LocalTools.Find(LocalTools.Dnf);
        var here = YumRepository.Define(name, YumRepositoryState.FileAddress(folder), isSigned: false);
        using var client = new DnfClient(shell, dnf, [here, .. baseRepositories]);
        foreach (var (package, need) in await client.FindUnresolvedAsync(name, cancellation).ConfigureAwait(false))
        {
            check.Add(RepositoryFindingKind.UnresolvedDependency, package,
                $"{package} needs {need}, which neither '{name}' nor {string.Join(", ", baseRepositories.Select(repository => repository.Id))} has.");
        }
    }

    private static YumRepositoryDefinition Here(string folder, YumRepositoryState state) =>
        YumRepository.Define(state.Name, YumRepositoryState.FileAddress(folder), isSigned: state.IsSigned);

    private static string FullNevra(ListedPackage package) =>
        string.Create(CultureInfo.InvariantCulture, $"{package.Name}-{package.Version.Epoch}:{package.Version.Version}-{package.Version.Release}.{package.Architecture}");
}
