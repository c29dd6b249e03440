using System.Formats.Tar;
using System.Net;
using DockerOps.Files;

namespace DockerOps.Containers;

/// <summary>
/// A request body that is the tar of a local tree, written while it is sent. Everything belongs to root in the container,
/// as with docker-container-cp(1); permissions and times are kept.
/// </summary>
/// <param name="tree">What to send.</param>
/// <param name="root">The name it gets; empty to send a folder's content alone.</param>
/// <param name="meter">Counts the bytes of files.</param>
internal sealed class TreeContent(LocalTree tree, string root, TransferMeter meter) : HttpContent
{
    private const UnixFileMode OnWindows = (UnixFileMode)0b111_101_101;

    /// <summary>The number of files sent.</summary>
    public int Files { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var (item, name) in tree.Walk())
        {
            var full = string.Join('/', ((string[])[root, name]).Where(part => part.Length > 0));
            if (full.Length > 0) await WriteAsync(tar, item, full, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task WriteAsync(TarWriter tar, FileSystemInfo item, string name, CancellationToken cancellation)
    {
        if (item.LinkTarget is { } target)
        {
            var link = new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target, ModificationTime = item.LastWriteTimeUtc };
            await tar.WriteEntryAsync(link, cancellation).ConfigureAwait(false);
            return;
        }

        var entry = new PaxTarEntry(item is DirectoryInfo ? TarEntryType.Directory : TarEntryType.RegularFile, name)
        {
            Mode = OperatingSystem.IsWindows() ? OnWindows : item.UnixFileMode,
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
