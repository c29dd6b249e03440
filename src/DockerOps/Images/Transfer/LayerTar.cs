using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>A layer's tar, put together while it is read.</summary>
/// <param name="pieces">The pieces of its split, in order.</param>
/// <param name="contents">The contents of its files, one behind the other; read as far as they belong to this layer.</param>
/// <param name="why">Tells why the contents ended too early, where that is known.</param>
internal sealed class LayerTar(IEnumerator<TarSplitEntry> pieces, Stream contents, Func<DockerOpsException?> why) : ForwardStream
{
    private ReadOnlyMemory<byte> segment;
    private long file;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (segment.Length == 0 && file == 0)
        {
            if (!pieces.MoveNext()) return 0;
            if (pieces.Current.IsFile) file = pieces.Current.Size;
            else segment = pieces.Current.Bytes;
        }

        if (segment.Length > 0)
        {
            var length = Math.Min(segment.Length, buffer.Length);
            segment[..length].CopyTo(buffer);
            segment = segment[length..];
            return length;
        }

        var count = await contents.ReadAsync(buffer.Length > file ? buffer[..(int)file] : buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0) throw why() ?? new DockerOpsException(FailureKind.Corrupt, "The files of a layer are shorter than its tar says.");
        file -= count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) pieces.Dispose();
        base.Dispose(disposing);
    }
}
