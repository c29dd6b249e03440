using System.Security.Cryptography;
using DockerOps.Files;

namespace DockerOps.Backups;

/// <summary>A stream that counts and hashes what is read through it.</summary>
internal sealed class HashedReading(Stream inner, TransferMeter meter) : ForwardStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes read so far.</summary>
    public long Count { get; private set; }

    /// <summary>The SHA-256 of what was read, in lower-case hexadecimal; ends the hashing.</summary>
    public string Finish() => Hex.Lower(hash.GetHashAndReset());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        hash.AppendData(buffer.Span[..count]);
        Count += count;
        meter.Add(count);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) hash.Dispose();
        base.Dispose(disposing);
    }
}
