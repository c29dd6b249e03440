using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>Holds a repository's metadata and its packages against each other, and both against their checksums.</summary>
internal sealed class RepositoryCheck(string folder, YumMetadata metadata, TransferMeter meter)
{
    private readonly List<RepositoryFinding> findings = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<RepositoryFinding> Findings => findings;

    /// <summary>Refuses a repository that hosts could not install from. Packages are not read; their length is looked at.</summary>
    /// <exception cref="DockerOpsException">Corrupt.</exception>
    public static async Task ThrowIfBrokenAsync(string folder, YumMetadata metadata, CancellationToken cancellation)
    {
        var check = new RepositoryCheck(folder, metadata, new TransferMeter());
        await check.CheckMetadataAsync(cancellation).ConfigureAwait(false);
        check.CheckList();
        await check.ReadPackagesAsync(_ => false, cancellation).ConfigureAwait(false);
        if (check.Findings.FirstOrDefault(finding => finding.Kind != RepositoryFindingKind.DuplicatePackage) is { } first)
            throw new DockerOpsException(FailureKind.Corrupt, $"'{folder}' is not published as it is: {first.Message} Test-YumRepository finds all that is wrong.", folder);
    }

    public void Add(RepositoryFindingKind kind, string? item, string message) => findings.Add(new(folder, kind, item, message));

    /// <summary>Every file that <c>repomd.xml</c> names.</summary>
    public async Task CheckMetadataAsync(CancellationToken cancellation)
    {
        foreach (var file in metadata.Files)
        {
            if (await YumMetadata.FindDamageAsync(folder, file, cancellation).ConfigureAwait(false) is { } damage)
                Add(RepositoryFindingKind.DamagedMetadata, file.Path, $"The metadata of '{folder}' is damaged: {damage}.");
        }
    }

    /// <summary>Packages on the disk and packages in the metadata are the same, and none is there twice.</summary>
    public void CheckList()
    {
        var onDisk = YumRepositoryFolder.Packages(folder).ToHashSet(StringComparer.Ordinal);
        foreach (var package in metadata.Packages.Where(package => !onDisk.Remove(package.Path)))
        {
            Add(RepositoryFindingKind.MissingPackage, package.Path, File.Exists(Path.Combine(folder, package.Path))
                ? $"'{package.Path}' in '{folder}' is a link, or lies behind one, and links are not followed: put the package itself there."
                : $"'{package.Path}' is in the metadata of '{folder}' and not there.");
        }

        foreach (var path in onDisk.Order(StringComparer.Ordinal))
            Add(RepositoryFindingKind.UnlistedPackage, path, $"'{path}' is in '{folder}' and not in its metadata, so no host will find it.");
        foreach (var same in metadata.Packages.GroupBy(package => package.Nevra).Where(same => same.Count() > 1))
        {
            Add(RepositoryFindingKind.DuplicatePackage, same.First().Path,
                $"{same.Key} is in '{folder}' several times: {string.Join(", ", same.Select(package => package.Path))}.");
        }
    }

    /// <summary>The metadata lists what it should: what is signed is what was asked for.</summary>
    /// <param name="expected">The packages, relative to the folder.</param>
    public void CheckList(IEnumerable<string> expected)
    {
        var listed = metadata.Packages.Select(package => package.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in expected.Where(path => !listed.Remove(path)).Order(StringComparer.Ordinal))
            Add(RepositoryFindingKind.MissingPackage, path, $"'{path}' should be in '{folder}', and is not. Put it back, or remove it with -Remove.");
        foreach (var path in listed.Order(StringComparer.Ordinal))
            Add(RepositoryFindingKind.UnlistedPackage, path, $"'{path}' is in '{folder}', and nobody has given it.");
    }

    /// <summary>Reads packages and compares them with what the metadata says.</summary>
    /// <param name="isRead">Whether a package's bytes are read; of the others only the length is looked at.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The packages that were read and are whole, each with its path relative to the folder.</returns>
    public async Task<IReadOnlyList<(string Path, RpmPackage Package)>> ReadPackagesAsync(Func<ListedPackage, bool> isRead, CancellationToken cancellation)
    {
        List<(string, RpmPackage)> read = [];
        foreach (var listed in metadata.Packages)
        {
            var file = new FileInfo(Path.Combine(folder, listed.Path));
            if (!file.Exists) continue;
            if (file.Length != listed.Size)
                Add(RepositoryFindingKind.ChangedPackage, listed.Path, $"'{listed.Path}' has {file.Length} bytes, and {listed.Size} in the metadata of '{folder}'.");
            if (!isRead(listed)) continue;
            meter.Status = listed.Path;
            if (await ReadAsync(listed, file.FullName, cancellation).ConfigureAwait(false) is { } package) read.Add((listed.Path, package));
            meter.Add(file.Length);
        }

        return read;
    }

    private async Task<RpmPackage?> ReadAsync(ListedPackage listed, string path, CancellationToken cancellation)
    {
        RpmPackage package;
        try
        {
            package = await RpmPackageReader.ReadAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.Corrupt)
        {
            Add(RepositoryFindingKind.DamagedPackage, listed.Path, e.Message);
            return null;
        }

        string? checksum = package.Sha256;
        if (listed.Algorithm != "sha256")
        {
            await using var file = LocalFile.OpenRead(path);
            checksum = await YumMetadata.ChecksumAsync(file, listed.Algorithm, cancellation).ConfigureAwait(false);
        }

        if (checksum == listed.Checksum && package.Nevra == listed.Nevra) return package;
        Add(RepositoryFindingKind.ChangedPackage, listed.Path,
            $"'{listed.Path}' is not the package that the metadata of '{folder}' lists: {(package.Nevra == listed.Nevra ? "it has another checksum" : $"it is {package.Nevra}")}.");
        return null;
    }
}
