using DockerOps.Files;

namespace DockerOps.Images;

/// <summary>How an archive is opened: what it is by its first bytes, never by its name.</summary>
internal static class ArchiveOpening
{
    /// <summary>The user's path in full.</summary>
    /// <exception cref="DockerOpsException">InvalidInput: empty, or with a NUL in it.</exception>
    public static string FullPath(string path) => !string.IsNullOrEmpty(path) && !path.Contains('\0')
        ? Path.GetFullPath(path)
        : throw new DockerOpsException(FailureKind.InvalidInput, "The path of the archive is empty or has a NUL in it.", path);

    /// <summary>Opens a file or a folder.</summary>
    /// <exception cref="DockerOpsException">NotFound, NotPermitted, InvalidInput, or Unsupported for another packing than
    /// gzip.</exception>
    public static async Task<ArchiveSource> OpenAsync(
        string path, bool hashFile, ArchiveReport report, CancellationToken cancellation)
    {
        if (Directory.Exists(report.Path))
        {
            if (!File.Exists(Path.Combine(report.Path, "oci-layout")) && !File.Exists(Path.Combine(report.Path, "manifest.json")))
                throw new DockerOpsException(FailureKind.InvalidInput,
                    $"'{path}' is a folder without an oci-layout or manifest.json file; give an archive or the folder of an OCI layout.", path);
            return OpenFolder(path);
        }

        var file = new ArchiveFile(path);
        try
        {
            if (!file.CanSeek)
                throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' is not a regular file; save the archive to one first.", path);
            var head = new byte[6];
            var got = await file.FillAsync(head, cancellation).ConfigureAwait(false);
            file.Position = 0;
            if (PackingOf(head.AsSpan(0, got)) is { } packing)
                throw new DockerOpsException(FailureKind.Unsupported,
                    $"'{path}' is packed with {packing}; only gzip is read here. Unpack it first.", path);
            return new ArchiveTarSource(file, IsGzip(head.AsSpan(0, got)), hashFile, report);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static ArchiveFolderSource OpenFolder(string path)
    {
        try
        {
            return new ArchiveFolderSource(path, ArchiveCatalogue.MaxMembers);
        }
        catch (Exception failure) when (LocalFile.IsFileError(failure))
        {
            throw LocalFile.Explain(failure, path);
        }
    }

    /// <summary>Whether the bytes begin a gzip stream (RFC 1952).</summary>
    public static bool IsGzip(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    /// <summary>The packing, other than gzip, that the bytes begin; null for none that is known.</summary>
    public static string? PackingOf(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) ? "zstd"
        : head.StartsWith((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]) ? "xz"
        : head.StartsWith("BZh"u8) ? "bzip2"
        : null;
}
