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
        foreach (var entry in TarSplit.Read(Split))
        {
            if (!entry.IsFile || entry.Size == 0) continue;
            var path = PathOf(entry.Bytes);
            for (var slash = path.Length; slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                if (Measured.Others.Contains(path[..slash]))
                    throw new DockerOpsException(FailureKind.Corrupt, "A file of a layer lies behind a symbolic link, or is a device as well.");
            }

            yield return Encoding.Latin1.GetBytes($"{Folder}/{path}");
        }
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
            if (!entry.IsFile) type = entry.Bytes.Length >= BlockSize ? entry.Bytes[entry.Bytes.Length - BlockSize + TypeOffset] : 0;
            else if (type is '2' or '3' or '4' or '6') others.Add(PathOf(entry.Bytes));
            else isText &= Utf8.IsValid(entry.Bytes);
        }

        return (size, isText, others);
    }

    // Names are bytes; Latin-1 keeps each of them.
    private static string PathOf(byte[] name)
    {
        var parts = Encoding.Latin1.GetString(name).Split('/').Where(part => part is not ("" or ".")).ToList();
        return parts.Contains("..") || parts.Exists(part => part.Contains('\0', StringComparison.Ordinal))
            ? throw new DockerOpsException(FailureKind.Corrupt, "The name of a file leads out of its layer.")
            : string.Join('/', parts);
    }
}
