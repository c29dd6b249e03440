using System.Security.Cryptography;
using DockerOps.Files;

namespace DockerOps.Images;

/// <summary>
/// A given number of bytes of another stream: a member of an archive, or a whole file. Hashes what it hands out when
/// asked to, so that whoever unpacks the bytes also hashes them as they lie.
/// </summary>
internal sealed class ArchiveSlice(Stream inner, long length, IncrementalHash? hash = null) : ForwardStream
{
    private long taken;
    private Memory<byte> head;

    /// <summary>How many bytes of the inner stream have not been taken.</summary>
    public long Remaining => length - taken;

    /// <summary>Whether the inner stream ended before the slice did.</summary>
    public bool IsCut { get; private set; }

    public override long Length => length;

    public override long Position
    {
        get => taken - head.Length;
        set => throw new NotSupportedException();
    }

    /// <summary>Hashes everything handed out from now on.</summary>
    public void HashWith(IncrementalHash everything) => hash = everything;

    /// <summary>The first bytes, at most <paramref name="count"/>; later reads hand them out again. Ask before reading.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> HeadAsync(int count, CancellationToken cancellation)
    {
        var longer = new byte[(int)Math.Max(head.Length, Math.Min(count, head.Length + Remaining))];
        head.CopyTo(longer);
        var got = head.Length;
        while (got < longer.Length && await TakeAsync(longer.AsMemory(got), cancellation).ConfigureAwait(false) is > 0 and var n) got += n;
        return head = longer.AsMemory(0, got);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, head.Length);
        if (count > 0)
        {
            head[..count].CopyTo(buffer);
            head = head[count..];
        }
        else
        {
            count = await TakeAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        hash?.AppendData(buffer.Span[..count]);
        return count;
    }

    private async ValueTask<int> TakeAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (Remaining == 0 || buffer.Length == 0) return 0;
        if (buffer.Length > Remaining) buffer = buffer[..(int)Remaining];
        var count = await inner.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        IsCut = count == 0;
        taken += count;
        return count;
    }
}
