using System.IO.Enumeration;

namespace DockerOps.Rpm;

/// <summary>What a request changes in a repository: worked out from what is there, changing nothing.</summary>
internal sealed record PackageChanges
{
    /// <summary>Packages that come in, and where they will be, relative to the folder.</summary>
    public required IReadOnlyList<(RpmPackage Package, string Path)> Added { get; init; }

    /// <summary>Packages that go.</summary>
    public required IReadOnlyList<ListedPackage> Removed { get; init; }

    /// <summary>Packages that are there and stay, and get a new signature.</summary>
    public required IReadOnlyList<(RpmPackage Package, string Path)> SignedAgain { get; init; }

    /// <summary>Whether anything changes.</summary>
    public bool Any => Added.Count + Removed.Count + SignedAgain.Count > 0;

    /// <param name="request">The request.</param>
    /// <param name="state">The repository; null when there is none.</param>
    /// <param name="key">The key that signs; null when nothing is signed.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">Conflict: two packages of one NEVRA with different content. NotFound: nothing matches what is to go. Corrupt: a package is gone from the folder.</exception>
    public static async Task<PackageChanges> FindAsync(YumRepositoryRequest request, YumRepositoryState? state, SigningKey? key, CancellationToken cancellation)
    {
        var removed = state is null ? [] : Matching(state.Metadata.Packages, request.Remove);
        var present = (state?.Metadata.Packages ?? []).Except(removed).ToLookup(listed => File.Exists(Path.Combine(request.Path, listed.Path)));
        var (there, lost) = (present[true].ToList(), present[false].ToList());
        List<(RpmPackage, string)> added = [];
        foreach (var package in Distinct(request.Packages))
        {
            bool IsSame(ListedPackage listed) => listed.Nevra == package.Nevra || Path.GetFileName(listed.Path) == package.FileName;
            var same = there.Where(IsSame).ToList();
            foreach (var listed in same) await CheckSameAsync(request.Path, listed, package, cancellation).ConfigureAwait(false);

            // One that is gone from the folder comes back to its place.
            if (same.Count == 0) added.Add((package, lost.Find(IsSame)?.Path ?? package.FileName));
            lost.RemoveAll(IsSame);
        }

        if (request.Update && lost is [var gone, ..])
        {
            throw new DockerOpsException(
                FailureKind.Corrupt, $"'{gone.Path}' is in the metadata of '{request.Path}', and gone from the folder. Give the package again, or take it out (-Remove '{gone.Nevra}').", gone.Path);
        }

        if (!request.Update)
        {
            // A new repository holds what was asked for and nothing else.
            var wanted = request.Packages.Select(package => package.Nevra).ToHashSet(StringComparer.Ordinal);
            removed = [.. there.Concat(lost).Where(listed => !wanted.Contains(listed.Nevra))];
        }

        return new()
        {
            Added = added,
            Removed = removed,
            SignedAgain = key is null || key.Made(state?.Signer) ? [] : await UnsignedAsync(request.Path, there.Except(removed), key, cancellation).ConfigureAwait(false),
        };
    }

    // One file can come from two builds; two files of one NEVRA with different content would make hosts differ.
    private static IEnumerable<RpmPackage> Distinct(IReadOnlyList<RpmPackage> packages)
    {
        foreach (var same in packages.GroupBy(package => package.FileName))
        {
            var first = same.First();
            if (same.FirstOrDefault(other => other.HeaderSha256 != first.HeaderSha256) is { } other) throw Differs(first.Nevra, first.Path, other.Path);
            yield return first;
        }
    }

    private static async Task CheckSameAsync(string folder, ListedPackage listed, RpmPackage package, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, listed.Path);
        if (await RpmPackageReader.ReadHeaderSha256Async(path, cancellation).ConfigureAwait(false) != package.HeaderSha256)
            throw Differs(package.Nevra, path, package.Path);
    }

    private static DockerOpsException Differs(string nevra, string one, string other) => new(
        FailureKind.Conflict,
        $"'{one}' and '{other}' are both {nevra} and differ. Hosts that have installed one would never get the other: build the new one with a higher release.", other);

    private static List<ListedPackage> Matching(IReadOnlyList<ListedPackage> packages, IReadOnlyList<string> patterns)
    {
        List<ListedPackage> found = [];
        foreach (var pattern in patterns)
        {
            var some = packages.Where(package => FileSystemName.MatchesSimpleExpression(pattern, package.Name, ignoreCase: false)
                || FileSystemName.MatchesSimpleExpression(pattern, package.Nevra, ignoreCase: false)).ToList();
            if (some.Count == 0) throw new DockerOpsException(FailureKind.NotFound, $"No package in the repository matches '{pattern}'.", pattern);
            found.AddRange(some);
        }

        return [.. found.Distinct()];
    }

    private static async Task<IReadOnlyList<(RpmPackage, string)>> UnsignedAsync(
        string folder, IEnumerable<ListedPackage> present, SigningKey key, CancellationToken cancellation)
    {
        List<(RpmPackage, string)> found = [];
        foreach (var listed in present)
        {
            var package = await RpmPackageReader.ReadAsync(Path.Combine(folder, listed.Path), cancellation).ConfigureAwait(false);
            if (!key.Made(package.Signer)) found.Add((package, listed.Path));
        }

        return found;
    }
}
