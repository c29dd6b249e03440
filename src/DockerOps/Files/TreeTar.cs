using System.Formats.Tar;

namespace DockerOps.Files;

/// <summary>Writes local trees as a tar, in which everything belongs to root: permissions and times are kept, links stay links.</summary>
/// <param name="tar">What it is written to.</param>
/// <param name="meter">Counts the bytes of files.</param>
internal sealed class TreeTar(TarWriter tar, TransferMeter meter)
{
    private const UnixFileMode TextMode = (UnixFileMode)0b110_100_100;

    /// <summary>What a file or folder of Windows gets.</summary>
    public const UnixFileMode OnWindows = (UnixFileMode)0b111_101_101;

    /// <summary>Which bits of a mode are kept.</summary>
    public UnixFileMode Kept { get; init; } = (UnixFileMode)0b111_111_111_111;

    /// <summary>The number of files written.</summary>
    public int Files { get; private set; }

    /// <summary>Writes a tree.</summary>
    /// <exception cref="DockerOpsException">Corrupt: a file became shorter meanwhile. NotFound, NotPermitted: one cannot be read.</exception>
    public async Task WriteAsync(SentTree tree, CancellationToken cancellation)
    {
        foreach (var (item, name) in tree.Walk()) await WriteAsync(item, name, cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes a small file that is made here.</summary>
    public async Task WriteAsync(SentText text, CancellationToken cancellation)
    {
        var entry = new PaxTarEntry(TarEntryType.RegularFile, text.Name)
        {
            Mode = TextMode,
            ModificationTime = DateTimeOffset.UnixEpoch,
            DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text.Text)),
        };
        await tar.WriteEntryAsync(entry, cancellation).ConfigureAwait(false);
        Files++;
    }

    private async Task WriteAsync(FileSystemInfo item, string name, CancellationToken cancellation)
    {
        if (item.LinkTarget is { } target)
        {
            var link = new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target, ModificationTime = item.LastWriteTimeUtc };
            await tar.WriteEntryAsync(link, cancellation).ConfigureAwait(false);
            return;
        }

        var entry = new PaxTarEntry(item is DirectoryInfo ? TarEntryType.Directory : TarEntryType.RegularFile, name)
        {
            Mode = OperatingSystem.IsWindows() ? OnWindows : item.UnixFileMode & Kept,
            ModificationTime = item.LastWriteTimeUtc,
        };
        if (item is DirectoryInfo)
        {
            await tar.WriteEntryAsync(entry, cancellation).ConfigureAwait(false);
            return;
        }

        await using var file = new SentFile(LocalFile.OpenRead(item.FullName), meter);
        entry.DataStream = file;
        await tar.WriteEntryAsync(entry, cancellation).ConfigureAwait(false);
        Files++;
    }
}
