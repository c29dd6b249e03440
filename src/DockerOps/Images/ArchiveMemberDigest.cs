using System.IO.Compression;
using System.Security.Cryptography;

namespace DockerOps.Images;

/// <summary>
/// Hashes one member in one reading, as it lies and, where it is packed with gzip, as it unpacks: the first digest
/// names a blob, the second is the diff id of a layer.
/// </summary>
internal sealed class ArchiveMemberDigest : IAsyncDisposable
{
    private readonly ArchiveSlice data;
    private readonly byte[] buffer;
    private readonly IncrementalHash stored = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? unpacked;
    private readonly bool isOtherPacking;
    private GZipStream? gzip;

    private ArchiveMemberDigest(ArchiveSlice data, byte[] buffer, ReadOnlySpan<byte> head)
    {
        (this.data, this.buffer) = (data, buffer);
        data.HashWith(stored);
        isOtherPacking = ArchiveOpening.PackingOf(head) is not null;
        if (!ArchiveOpening.IsGzip(head)) return;
        gzip = new GZipStream(data, CompressionMode.Decompress, leaveOpen: true);
        unpacked = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    /// <summary>Begins to hash a member, none of which has been read.</summary>
    public static async Task<ArchiveMemberDigest> StartAsync(ArchiveSlice data, byte[] buffer, CancellationToken cancellation) =>
        new(data, buffer, (await data.HeadAsync(6, cancellation).ConfigureAwait(false)).Span);

    /// <summary>Reads and hashes one buffer; false at the end.</summary>
    public async ValueTask<bool> StepAsync(CancellationToken cancellation)
    {
        if (gzip is not null)
        {
            try
            {
                var count = await gzip.ReadAsync(buffer, cancellation).ConfigureAwait(false);
                unpacked!.AppendData(buffer, 0, count);
                if (count > 0) return true;
            }
            catch (InvalidDataException)
            {
                // What was unpacked so far has not the layer's digest, and that is what will be reported.
            }

            await gzip.DisposeAsync().ConfigureAwait(false);
            gzip = null;
        }

        return await data.ReadAsync(buffer, cancellation).ConfigureAwait(false) > 0;
    }

    /// <summary>The member with its digests, once it is read to the end.</summary>
    public ArchiveMember Complete(ArchiveMember member)
    {
        var digest = Text(stored);
        return member with { Digest = digest, UnpackedDigest = unpacked is not null ? Text(unpacked) : isOtherPacking ? null : digest };
    }

    public async ValueTask DisposeAsync()
    {
        if (gzip is not null) await gzip.DisposeAsync().ConfigureAwait(false);
        stored.Dispose();
        unpacked?.Dispose();
    }

    private static string Text(IncrementalHash hash) => "sha256:" + Hex.Lower(hash.GetCurrentHash());
}
