using System.IO.Compression;
using System.Security.Cryptography;

namespace DockerOps.Images;

/// <summary>
/// Hashes one member in one reading, as it lies and, where it is packed with gzip, as it unpacks: the first digest
/// names a blob, the second is the diff id of a layer.
/// </summary>
internal sealed class ArchiveMemberDigest : IAsyncDisposable
{
    private readonly ArchiveSlice _data;
    private readonly byte[] _buffer;
    private readonly IncrementalHash _stored = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? _unpacked;
    private readonly bool _isOtherPacking;
    private GZipStream? _gzip;

    private ArchiveMemberDigest(ArchiveSlice data, byte[] buffer, ReadOnlySpan<byte> head)
    {
        (_data, _buffer) = (data, buffer);
        data.HashWith(_stored);
        _isOtherPacking = ArchiveOpening.PackingOf(head) is not null;
        if (!ArchiveOpening.IsGzip(head)) return;
        _gzip = new GZipStream(data, CompressionMode.Decompress, leaveOpen: true);
        _unpacked = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    /// <summary>Begins to hash a member, none of which has been read.</summary>
    public static async Task<ArchiveMemberDigest> StartAsync(ArchiveSlice data, byte[] buffer, CancellationToken cancellation) =>
        new(data, buffer, (await data.HeadAsync(6, cancellation).ConfigureAwait(false)).Span);

    /// <summary>Reads and hashes one buffer; false at the end.</summary>
    public async ValueTask<bool> StepAsync(CancellationToken cancellation)
    {
        if (_gzip is not null)
        {
            try
            {
                var count = await _gzip.ReadAsync(_buffer, cancellation).ConfigureAwait(false);
                _unpacked!.AppendData(_buffer, 0, count);
                if (count > 0) return true;
            }
            catch (InvalidDataException)
            {
                // What was unpacked so far has not the layer's digest, and that is what will be reported.
            }

            await _gzip.DisposeAsync().ConfigureAwait(false);
            _gzip = null;
        }

        return await _data.ReadAsync(_buffer, cancellation).ConfigureAwait(false) > 0;
    }

    /// <summary>The member with its digests, once it is read to the end.</summary>
    public ArchiveMember Complete(ArchiveMember member)
    {
        var stored = Text(_stored);
        return member with { Digest = stored, UnpackedDigest = _unpacked is not null ? Text(_unpacked) : _isOtherPacking ? null : stored };
    }

    public async ValueTask DisposeAsync()
    {
        if (_gzip is not null) await _gzip.DisposeAsync().ConfigureAwait(false);
        _stored.Dispose();
        _unpacked?.Dispose();
    }

    private static string Text(IncrementalHash hash) => "sha256:" + Convert.ToHexString(hash.GetCurrentHash()).ToLowerInvariant();
}
