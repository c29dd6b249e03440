using System.Diagnostics;
using System.IO.Compression;

namespace DockerOps.Images.Transfer;

/// <summary>
/// Chooses how a destination's archive is packed. Engines unpack gzip since ever, and zstd from 25 on for certain; a packed archive
/// is sent as the engine takes it, and nothing but the engine unpacks it there.
/// </summary>
internal static class Packing
{
    private const int ZstdSince = 25;

    private const int SampleSize = 1 << 20;

    // Below a gain of a fifth the guess is not worth the processor's time.
    private const double WorthIt = 0.8;

    // Bytes a second. Engines save, load and unpack gzip at about 100 MB/s: a connection near that is not what a copy waits for.
    private const double FastEnough = 40e6;

    /// <summary>What will be done where the user has decided, or where there is nothing to gain; null where a sample has to tell.</summary>
    public static (TransferCompression? Choice, string? Note) Decide(TransferCompression asked, EngineSide side, bool zstdHere) => asked switch
    {
        TransferCompression.Auto when side.Host.Scheme is not (HostScheme.Ssh or HostScheme.Tcp) => (TransferCompression.None, null),
        TransferCompression.Auto => (null, null),
        TransferCompression.Zstd when !zstdHere => (TransferCompression.Gzip, $"{side.Host}: packed with gzip, as this machine has no zstd program."),
        TransferCompression.Zstd when !ReadsZstd(side) => (TransferCompression.Gzip, $"{side.Host}: packed with gzip, as engine {side.Version.Engine} does not read zstd."),
        _ => (asked, null),
    };

    /// <summary>Chooses by what was sent so far, which is sent once more if anything is packed.</summary>
    /// <param name="side">The destination.</param>
    /// <param name="beginning">What was sent.</param>
    /// <param name="bytesPerSecond">How fast the connection took it.</param>
    /// <param name="left">About how many bytes follow.</param>
    /// <param name="zstdHere">Whether this machine has the zstd program.</param>
    /// <param name="cancellation">Ends the packing of the sample.</param>
    public static async Task<TransferCompression> ChooseAsync(
        EngineSide side, ReadOnlyMemory<byte> beginning, double bytesPerSecond, long left, bool zstdHere, CancellationToken cancellation)
    {
        if (bytesPerSecond >= FastEnough || left <= 0) return TransferCompression.None;
        var sample = beginning[Math.Max(0, beginning.Length - SampleSize)..];
        var plain = sample.Length / bytesPerSecond * left / (beginning.Length + left);
        var best = (Kind: TransferCompression.None, Seconds: plain * WorthIt);
        foreach (var kind in new[] { TransferCompression.Zstd, TransferCompression.Gzip })
        {
            if (kind == TransferCompression.Zstd && !(zstdHere && ReadsZstd(side))) continue;
            // Packing and sending overlap: the slower of both counts.
            var (packing, size) = await TryAsync(kind, sample, cancellation).ConfigureAwait(false);
            var seconds = Math.Max(packing.TotalSeconds, size / bytesPerSecond);
            if (seconds < best.Seconds) best = (kind, seconds);
        }

        return best.Kind;
    }

    /// <summary>Puts a packer before a stream; its disposal writes the rest and leaves the stream open.</summary>
    public static async Task<Stream> OpenAsync(TransferCompression kind, Stream target, CancellationToken cancellation) => kind switch
    {
        TransferCompression.Gzip => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
        TransferCompression.Zstd => await ZstdStream.OpenAsync(target, cancellation).ConfigureAwait(false),
        _ => target,
    };

    // The quicker of two: the first one may start a program, and either may meet a busy moment of this machine.
    private static async Task<(TimeSpan Time, long Size)> TryAsync(TransferCompression kind, ReadOnlyMemory<byte> sample, CancellationToken cancellation)
    {
        var (best, size) = (TimeSpan.MaxValue, 0L);
        for (var run = 0; run < 2; run++)
        {
            var clock = Stopwatch.StartNew();
            var packed = new CountingStream();
            await using (var packer = await OpenAsync(kind, packed, cancellation).ConfigureAwait(false))
                await packer.WriteAsync(sample, cancellation).ConfigureAwait(false);
            (best, size) = (clock.Elapsed < best ? clock.Elapsed : best, packed.Count);
        }

        return (best, size);
    }

    private static bool ReadsZstd(EngineSide side) => int.TryParse(side.Version.Engine.Split('.')[0], out var major) && major >= ZstdSince;
}
