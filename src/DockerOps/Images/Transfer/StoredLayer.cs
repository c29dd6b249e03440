using System.Text;
using System.Text.Unicode;

namespace DockerOps.Images.Transfer;

/// <summary>A layer in an engine's store: where its files are, and how its tar is made of them.</summary>
/// <param name="DiffId">The digest its tar must have.</param>
/// <param name="Folder">The folder of its files, below the engine's data root.</param>
/// <param name="Split">Its tar-split.json.gz.</param>
internal sealed record StoredLayer(string DiffId, string Folder, byte[] Split)
{
    private const int BlockSize = 512;
    private const int TypeOffset = 156;
    private (long Size, bool HasTextNames, IReadOnlySet<string> Others)? measured;

    /// <summary>The bytes of the tar.</summary>
    public long Size => Measured.Size;

    /// <summary>Whether the names of all files are UTF-8; to a tar they are any bytes.</summary>
    public bool HasTextNames => Measured.HasTextNames;

    // Symbolic links, devices and fifos, by their paths.
    private (long Size, bool HasTextNames, IReadOnlySet<string> Others) Measured => measured ??= Measure();

    /// <summary>
    /// The paths of the files whose content the tar holds, in its order, below the engine's data root. What lies behind a symbolic link is
    /// not the layer's, and what is a device or a fifo too, by another member of its name, has no content: neither is read.
    /// </summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>: a path leads out of the layer.</exception>
    public IEnumerable<byte[]> Paths()
    {
        // Files of one folder follow each other.
        var folder = "";
        foreach (var entry in TarSplit.Read(Split))
        {
            if (!entry.IsFile || entry.Size == 0) continue;
            var path = PathOf(entry.Bytes.Span);
            ThrowIfOther(path);
            var length = Math.Max(path.LastIndexOf('/'), 0);
            if (!path.AsSpan(0, length).SequenceEqual(folder))
            {
                folder = path[..length];
                for (var slash = length; slash > 0; slash = folder.LastIndexOf('/', slash - 1)) ThrowIfOther(folder[..slash]);
            }

            yield return Encoding.Latin1.GetBytes($"{Folder}/{path}");
        }
    }

    private void ThrowIfOther(string path)
    {
        if (Measured.Others.Contains(path))
            throw new DockerOpsException(FailureKind.Corrupt, "A file of a layer lies behind a symbolic link, or is a device as well.");
    }

    // Reads the whole split, once.
    private (long Size, bool HasTextNames, IReadOnlySet<string> Others) Measure()
    {
        var (size, isText, type) = (0L, true, 0);
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in TarSplit.Read(Split))
        {
            size += entry.Size;
            // The record of a member follows the segment that ends with its header.
            if (!entry.IsFile) type = entry.Bytes.Length >= BlockSize ? entry.Bytes.Span[^(BlockSize - TypeOffset)] : 0;
            else if (type is '2' or '3' or '4' or '6') others.Add(PathOf(entry.Bytes.Span));
            else isText &= Utf8.IsValid(entry.Bytes.Span);
        }

        return (size, isText, others);
    }

    // Names are bytes; Latin-1 keeps each of them.
    private static string PathOf(ReadOnlySpan<byte> name)
    {
        var path = Encoding.Latin1.GetString(name);
        if (IsPlain(path)) return path;
        var parts = path.Split('/').Where(part => part is not ("" or ".")).ToList();
        return parts.Contains("..") || parts.Exists(part => part.Contains('\0', StringComparison.Ordinal))
            ? throw new DockerOpsException(FailureKind.Corrupt, "The name of a file leads out of its layer.")
            : string.Join('/', parts);
    }

    // A name that is its own path, as nearly all are.
    private static bool IsPlain(string name) =>
        name.Length > 0 && name[0] is not ('/' or '.') && name[^1] != '/' && !name.Contains('\0', StringComparison.Ordinal)
        && !name.Contains("//", StringComparison.Ordinal) && !name.Contains("/.", StringComparison.Ordinal);
}
