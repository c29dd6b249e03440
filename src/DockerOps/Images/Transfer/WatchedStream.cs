using System.Diagnostics;
using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>
/// Measures how fast a connection takes the beginning of what is sent over it, and keeps that beginning: should the connection be what
/// the copy waits for, it begins once more, packed. Time in which the source had nothing ready does not count, and the median of several
/// pieces does: an engine that is busy for a moment holds up one of them, a slow connection all.
/// </summary>
/// <param name="target">Where to write.</param>
/// <param name="judge">Gets what was kept and the bytes a second; gives another target, which gets all of it again, or null.</param>
internal sealed class WatchedStream(Stream target, Func<ReadOnlyMemory<byte>, double, Task<Stream?>> judge) : ForwardStream
{
    private const int Enough = 12 << 20;

    // The windows of ssh and the buffers of the sockets on the way take this much however slow the network is.
    private const int Swallowed = 4 << 20;

    private const int Piece = 1 << 20;
    private const int FewestPieces = 3;

    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(5);
    private readonly List<double> speeds = [];
    private byte[]? kept = GC.AllocateUninitializedArray<byte>(Enough);
    private int count;
    private int begun;
    private TimeSpan pieceTime;
    private TimeSpan waited;

    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (kept is not null && (buffer.Length > Enough - count || HasSeenEnough)) await JudgeAsync(cancellationToken).ConfigureAwait(false);
        if (kept is null)
        {
            await target.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        buffer.CopyTo(kept.AsMemory(count));
        count += buffer.Length;
        var start = Stopwatch.GetTimestamp();
        await target.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        Time(Stopwatch.GetElapsedTime(start));
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

    private bool HasSeenEnough => waited >= TooLong || (waited >= LongEnough && speeds.Count >= FewestPieces);

    private double Speed => speeds.Count > 0 ? speeds.Order().ElementAt(speeds.Count / 2) : count / waited.TotalSeconds;

    private void Time(TimeSpan write)
    {
        (waited, pieceTime) = (waited + write, pieceTime + write);
        if (count - begun < Piece) return;
        if (count > Swallowed || pieceTime >= LongEnough) speeds.Add((count - begun) / pieceTime.TotalSeconds);
        (begun, pieceTime) = (count, TimeSpan.Zero);
    }

    private async Task JudgeAsync(CancellationToken cancellation)
    {
        var beginning = kept.AsMemory(0, count);
        kept = null;
        if (await judge(beginning, Speed).ConfigureAwait(false) is not { } other) return;
        target = other;
        await target.WriteAsync(beginning, cancellation).ConfigureAwait(false);
    }
}
