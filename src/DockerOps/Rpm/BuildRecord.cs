using System.Text.Json;
using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>
/// What is kept beside the packages of a build: the hash of all that went into it, and each package's hash. While both still
/// hold, the build need not be done again. Packages of earlier builds are told from those of others. It lies at <c>.dockerops/NAME.json</c> in the folder of the result.
/// </summary>
/// <param name="Inputs">The hash of everything the result depends on.</param>
/// <param name="Packages">The packages: their paths from the folder on, with slashes, and their SHA-256 in lower-case hexadecimal.</param>
/// <param name="Earlier">The same of packages that are there of earlier builds: of another version, or of another kind.</param>
internal sealed record BuildRecord(string Inputs, IReadOnlyDictionary<string, string> Packages, IReadOnlyDictionary<string, string>? Earlier = null)
{
    /// <summary>The folder of records.</summary>
    public const string Folder = ".dockerops";

    /// <summary>The record of an earlier build; null when there is none that can be read.</summary>
    public static BuildRecord? Read(string destination, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(At(destination, name)), BuildRecordJson.Default.BuildRecord) is { Packages: not null } record ? record : null;
        }
        catch (Exception e) when (LocalFile.IsFileError(e) || e is JsonException)
        {
            // As good as none: everything is built again.
            return null;
        }
    }

    /// <summary>The record of packages in a folder.</summary>
    /// <param name="destination">The folder.</param>
    /// <param name="inputs">The hash of what they were made of.</param>
    /// <param name="packages">The packages.</param>
    /// <param name="before">The record so far; its packages that are still there are kept in mind.</param>
    public static BuildRecord Of(string destination, string inputs, IEnumerable<RpmPackage> packages, BuildRecord? before)
    {
        var made = packages.ToDictionary(package => Name(destination, package.Path), package => package.Sha256);
        var earlier = before?.All.Where(package => !made.ContainsKey(package.Key) && File.Exists(Path.Combine(destination, package.Key)));
        return new(inputs, Sorted(made), earlier is null ? null : Sorted(earlier));
    }

    private IEnumerable<KeyValuePair<string, string>> All => Packages.Concat(Earlier ?? new Dictionary<string, string>()).DistinctBy(package => package.Key);

    /// <summary>A package as this build or an earlier one left it; null when it is not there any more, or another.</summary>
    /// <param name="destination">The folder.</param>
    /// <param name="path">The package's full path.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<RpmPackage?> FindAsync(string destination, string path, CancellationToken cancellation)
    {
        var name = Name(destination, path);
        var hash = Packages.GetValueOrDefault(name) ?? Earlier?.GetValueOrDefault(name);
        if (hash is null || !File.Exists(path)) return null;
        try
        {
            var package = await RpmPackageReader.ReadAsync(path, cancellation).ConfigureAwait(false);
            return package.Sha256 == hash ? package : null;
        }
        catch (DockerOpsException)
        {
            // Damaged, or gone meanwhile: it is made again.
            return null;
        }
    }

    /// <summary>All packages as this build left them; null when one is missing.</summary>
    public async Task<IReadOnlyList<RpmPackage>?> FindAsync(string destination, CancellationToken cancellation)
    {
        var found = new List<RpmPackage>();
        foreach (var name in Packages.Keys)
        {
            if (await FindAsync(destination, Path.Combine(destination, name), cancellation).ConfigureAwait(false) is not { } package) return null;
            found.Add(package);
        }

        return found.Count > 0 ? found : null;
    }

    /// <summary>Writes it, whole or not at all.</summary>
    public async Task WriteAsync(string destination, string name, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(destination, Folder));
        await using var file = PartialFile.Create(At(destination, name), overwrite: true, size: null);
        await file.Stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(this, BuildRecordJson.Default.BuildRecord), cancellation).ConfigureAwait(false);
        file.Finish();
        file.Commit();
    }

    private static SortedDictionary<string, string> Sorted(IEnumerable<KeyValuePair<string, string>> packages) => new(packages.ToDictionary(), StringComparer.Ordinal);

    private static string Name(string destination, string path) => Path.GetRelativePath(destination, path).Replace(Path.DirectorySeparatorChar, '/');

    private static string At(string destination, string name) => Path.Combine(destination, Folder, name + ".json");
}
