using System.IO.Compression;
using System.Security.Cryptography;
using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>The metadata of a repository on this machine: <c>repomd.xml</c> and the list of packages it leads to.</summary>
internal sealed class YumMetadata
{
    private YumMetadata()
    {
    }

    /// <summary>The revision.</summary>
    public string? Revision { get; private init; }

    /// <summary>The files that <c>repomd.xml</c> names.</summary>
    public required IReadOnlyList<MetadataFile> Files { get; init; }

    /// <summary>The packages.</summary>
    public required IReadOnlyList<ListedPackage> Packages { get; init; }

    /// <summary>The SHA-256 of <c>repomd.xml</c>, which stands for all of it.</summary>
    public required string IndexSha256 { get; init; }

    /// <summary>The SHA-256 of a repository's <c>repomd.xml</c>; null when there is none.</summary>
    public static async Task<string?> HashIndexAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, YumRepositoryFolder.Index);
        return File.Exists(path) ? Hex.Lower(SHA256.HashData(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false))) : null;
    }

    /// <summary>Reads the metadata of a repository and checks the list of packages against its checksum.</summary>
    /// <exception cref="DockerOpsException">NotFound: there is none. Corrupt: it cannot be read. Unsupported: how it is packed, or the program that unpacks it is missing here.</exception>
    public static async Task<YumMetadata> ReadAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, YumRepositoryFolder.Index);
        if (!File.Exists(path)) throw new DockerOpsException(FailureKind.NotFound, $"'{folder}' is no repository: it has no {YumRepositoryFolder.Index}.", folder);
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
            var (revision, files) = YumMetadataXml.ReadIndex(new MemoryStream(bytes));
            var primary = files.FirstOrDefault(file => file.Type == "primary") ?? throw new InvalidDataException("repomd.xml names no list of packages");
            if (await FindDamageAsync(folder, primary, cancellation).ConfigureAwait(false) is { } damage) throw new InvalidDataException(damage);
            return new()
            {
                Revision = revision,
                Files = files,
                Packages = await ReadPackagesAsync(Path.Combine(folder, primary.Path), cancellation).ConfigureAwait(false),
                IndexSha256 = Hex.Lower(SHA256.HashData(bytes)),
            };
        }
        catch (Exception e) when (e is InvalidDataException or System.Xml.XmlException)
        {
            throw new DockerOpsException(FailureKind.Corrupt, $"The metadata of '{folder}' is damaged: {e.Message.TrimEnd('.')}. New-YumRepository -Force makes it anew of its packages.", folder, e);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, path);
        }
    }

    /// <summary>What is wrong with one of the files, as a sentence; null when its size and checksum are those that <c>repomd.xml</c> gives.</summary>
    public static async Task<string?> FindDamageAsync(string folder, MetadataFile file, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, file.Path);
        if (!File.Exists(path)) return $"'{file.Path}' is missing";
        await using var stream = LocalFile.OpenRead(path);
        if (file.Size is { } size && size != stream.Length) return $"'{file.Path}' has {stream.Length} bytes in place of {size}";
        var checksum = await ChecksumAsync(stream, file.Algorithm, cancellation).ConfigureAwait(false);
        if (checksum is null) return $"'{file.Path}' has a checksum of a kind that is not known ('{file.Algorithm}')";
        return checksum == file.Checksum ? null : $"'{file.Path}' has another {file.Algorithm} checksum than repomd.xml gives";
    }

    /// <summary>A checksum in lower-case hexadecimal; null when the algorithm is none that is known.</summary>
    public static async Task<string?> ChecksumAsync(Stream stream, string algorithm, CancellationToken cancellation)
    {
        HashAlgorithmName? known = algorithm.ToLowerInvariant() switch
        {
            "sha256" => HashAlgorithmName.SHA256,
            "sha512" => HashAlgorithmName.SHA512,
            "sha384" => HashAlgorithmName.SHA384,
            "sha" or "sha1" => HashAlgorithmName.SHA1,
            _ => null,
        };
        if (known is not { } name) return null;
        using var hash = IncrementalHash.CreateHash(name);
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0) hash.AppendData(buffer, 0, count);
        return Hex.Lower(hash.GetHashAndReset());
    }

    // Only gzip is in the box. The others are what createrepo_c can be told to use; their own programs unpack them.
    private static async Task<IReadOnlyList<ListedPackage>> ReadPackagesAsync(string path, CancellationToken cancellation)
    {
        var program = Path.GetExtension(path) switch
        {
            ".gz" or ".xml" => null,
            ".zst" => "zstd",
            ".xz" => "xz",
            ".bz2" => "bzip2",
            var other => throw new DockerOpsException(FailureKind.Unsupported, $"'{path}' is packed in a way that is not known ({other}).", path),
        };
        if (program is null)
        {
            await using var file = LocalFile.OpenRead(path);
            await using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            return YumMetadataXml.ReadPackages(stream);
        }

        // Windows has other names for programs, and says itself when there is none.
        if (!OperatingSystem.IsWindows()) LocalTools.Find(program);
        await using var command = await HostCommand.StartAsync(HostShell.Here, [program, "-dc", "--", path], cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(command.Kill);
        command.Input.Close();
        var packages = YumMetadataXml.ReadPackages(command.Output);
        await command.CompleteAsync(cancellation).ConfigureAwait(false);
        return packages;
    }
}
