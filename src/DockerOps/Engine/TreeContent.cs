using System.Formats.Tar;
using System.Net;
using System.Net.Http.Headers;
using DockerOps.Files;

namespace DockerOps.Engine;

/// <summary>
/// A request body that is the tar of local trees, written while it is sent. Everything belongs to root in the container,
/// as with docker-container-cp(1); permissions and times are kept.
/// </summary>
internal sealed class TreeContent : HttpContent
{
    private readonly IReadOnlyList<SentTree> trees;
    private readonly IReadOnlyList<SentText> texts;
    private readonly TransferMeter meter;

    /// <param name="trees">What to send.</param>
    /// <param name="texts">Small files that are made here, sent last: they replace those of their name.</param>
    /// <param name="meter">Counts the bytes of files.</param>
    public TreeContent(IReadOnlyList<SentTree> trees, IReadOnlyList<SentText> texts, TransferMeter meter)
    {
        (this.trees, this.texts, this.meter) = (trees, texts, meter);
        Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
    }

    /// <summary>
    /// Whether the tar begins with its own folder in the old form. BuildKit looks at the first 512 bytes alone to tell a tar
    /// from a build file, and takes a header with extensions for the latter (buildkit, frontend/dockerfile, isArchive).
    /// </summary>
    public bool PlainStart { get; init; }

    /// <summary>The number of files sent.</summary>
    public int Files { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        if (PlainStart)
        {
            var start = new UstarTarEntry(TarEntryType.Directory, "./") { Mode = TreeTar.OnWindows, ModificationTime = DateTimeOffset.UnixEpoch };
            await tar.WriteEntryAsync(start, cancellationToken).ConfigureAwait(false);
        }

        var tree = new TreeTar(tar, meter);
        foreach (var sent in trees) await tree.WriteAsync(sent, cancellationToken).ConfigureAwait(false);
        foreach (var text in texts) await tree.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        Files = tree.Files;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
