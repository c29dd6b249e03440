using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DockerOps.Files;

/// <summary>Writes a tar while it is sent: the size of a member is known, its bytes come piece by piece.</summary>
/// <param name="target">Where to; not closed.</param>
internal sealed class TarOutput(Stream target)
{
    private const int NameLength = 100;
    private const long MostOctal = 1L << 33;
    private long written;

    /// <summary>Begins a member.</summary>
    /// <param name="name">Its name, at most 100 bytes.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async ValueTask BeginAsync(string name, long size, CancellationToken cancellation)
    {
        await target.WriteAsync(Header(name, '0', size, ""), cancellation).ConfigureAwait(false);
        written = 0;
    }

    /// <summary>Writes a part of the current member.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        written += bytes.Length;
        return target.WriteAsync(bytes, cancellation);
    }

    /// <summary>Moves a stream into the current member.</summary>
    /// <returns>Its bytes.</returns>
    public async ValueTask<long> CopyAsync(Stream source, IncrementalHash? hash, TransferMeter meter, CancellationToken cancellation)
    {
        var count = await BytePump.MoveAsync(source, target, hash, meter, cancellation).ConfigureAwait(false);
        written += count;
        return count;
    }

    /// <summary>Ends the current member.</summary>
    public async ValueTask EndAsync(CancellationToken cancellation)
    {
        var padding = (int)((TarHeader.BlockSize - (written % TarHeader.BlockSize)) % TarHeader.BlockSize);
        if (padding > 0) await target.WriteAsync(new byte[padding], cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes a whole member.</summary>
    public async ValueTask AddAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await BeginAsync(name, bytes.Length, cancellation).ConfigureAwait(false);
        await WriteAsync(bytes, cancellation).ConfigureAwait(false);
        await EndAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes a folder or a link.</summary>
    public ValueTask AddAsync(string name, char type, string link, CancellationToken cancellation) =>
        target.WriteAsync(Header(name, type, 0, link), cancellation);

    /// <summary>Writes the end mark.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellation)
    {
        await target.WriteAsync(new byte[2 * TarHeader.BlockSize], cancellation).ConfigureAwait(false);
        await target.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private static byte[] Header(string name, char type, long size, string link)
    {
        if (Encoding.UTF8.GetByteCount(name) > NameLength || Encoding.UTF8.GetByteCount(link) > NameLength)
            throw new DockerOpsException(FailureKind.Unsupported, "An archive has a name of more than 100 bytes, which no engine writes.");
        var header = new byte[TarHeader.BlockSize];
        Encoding.UTF8.GetBytes(name, header);
        Text(header, NameLength, "0000644\0");
        Text(header, 108, "0000000\0");
        Text(header, 116, "0000000\0");
        // Octal digits reach to 8 GiB; beyond, the number stands in binary with the top bit set, as GNU tar and Go write it.
        if (size < MostOctal) Text(header, 124, Convert.ToString(size, 8).PadLeft(11, '0') + " ");
        else
        {
            header[124] = 0x80;
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(128), size);
        }

        Text(header, 136, "00000000000 ");
        header[156] = (byte)type;
        Encoding.UTF8.GetBytes(link, header.AsSpan(157));
        Text(header, 257, "ustar\0" + "00");
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in header) sum += value;
        Text(header, 148, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return header;
    }

    private static void Text(byte[] header, int offset, string text) => Encoding.ASCII.GetBytes(text, header.AsSpan(offset));
}
