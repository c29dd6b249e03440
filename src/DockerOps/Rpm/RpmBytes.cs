using System.Security.Cryptography;

namespace DockerOps.Rpm;

/// <summary>A package file, read once from start to end; every byte is hashed on the way.</summary>
internal sealed class RpmBytes(FileStream file) : IDisposable
{
    private const int LeadLength = 96;
    private const int Alignment = 8;
    private const int BufferSize = 256 * 1024;
    private static readonly byte[] LeadMagic = [0xED, 0xAB, 0xEE, 0xDB];

    private readonly IncrementalHash whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long length = file.Length;

    /// <summary>How many bytes were read.</summary>
    public long Position { get; private set; }

    /// <summary>The lead: its mark and its major version. What else it says is in the headers again.</summary>
    public async Task ReadLeadAsync(CancellationToken cancellation)
    {
        var lead = await TakeAsync(LeadLength, cancellation).ConfigureAwait(false);
        if (!lead.AsSpan(0, LeadMagic.Length).SequenceEqual(LeadMagic)) throw new InvalidDataException("it does not begin as one");
        if (lead[4] is < 3 or > 4) throw new InvalidDataException($"its format has version {lead[4]}");
    }

    /// <summary>A header.</summary>
    /// <param name="padded">Whether it is filled up to a multiple of eight bytes.</param>
    /// <param name="hash">Gets its bytes; may be null.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<RpmHeader> ReadHeaderAsync(bool padded, Action<byte[]>? hash, CancellationToken cancellation)
    {
        var intro = await TakeAsync(RpmHeader.IntroLength, cancellation).ConfigureAwait(false);
        var (indexLength, storeLength) = RpmHeader.Lengths(intro);
        var index = await TakeAsync(indexLength, cancellation).ConfigureAwait(false);
        var store = await TakeAsync(storeLength, cancellation).ConfigureAwait(false);
        if (padded) await TakeAsync((Alignment - (storeLength % Alignment)) % Alignment, cancellation).ConfigureAwait(false);
        foreach (var part in new[] { intro, index, store }) hash?.Invoke(part);
        return RpmHeader.Read(index, store);
    }

    /// <summary>All that is left.</summary>
    public async Task ReadRestAsync(IReadOnlyList<IncrementalHash> hashes, CancellationToken cancellation)
    {
        var buffer = new byte[(int)Math.Clamp(length - Position, 1, BufferSize)];
        int count;
        while ((count = await file.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            Position += count;
            whole.AppendData(buffer, 0, count);
            foreach (var hash in hashes) hash.AppendData(buffer, 0, count);
        }
    }

    /// <summary>The SHA-256 of all that was read.</summary>
    public string FileSha256() => Hex.Lower(whole.GetHashAndReset());

    public void Dispose() => whole.Dispose();

    private async Task<byte[]> TakeAsync(int count, CancellationToken cancellation)
    {
        // No room is made for lengths that a short file only claims.
        if (count > length - Position) throw new InvalidDataException("it ends too early");
        var bytes = new byte[count];
        await file.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        Position += count;
        whole.AppendData(bytes);
        return bytes;
    }
}
