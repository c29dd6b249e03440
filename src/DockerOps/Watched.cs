using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DockerOps;

/// <summary>Runs work beside a stream of progress events, and ends with its result.</summary>
internal static class Watched
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Yields progress while the work runs, then its result. When the consumer goes away or the token is cancelled, the
    /// work is cancelled and its own cleanup awaited before this ends.
    /// </summary>
    public static async IAsyncEnumerable<Event> RunAsync<T>(
        string activity, TransferMeter meter, Func<CancellationToken, Task<T>> work, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var task = Task.Run(() => work(linked.Token), CancellationToken.None);
        try
        {
            while (await Task.WhenAny(task, Task.Delay(Interval, linked.Token)).ConfigureAwait(false) != task)
            {
                linked.Token.ThrowIfCancellationRequested();
                yield return new Progress(activity, meter.Status, meter.Done, meter.Total, watch.Elapsed);
            }
        }
        finally
        {
            await linked.CancelAsync().ConfigureAwait(false);
            await task.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }

        yield return new Output<T>(await task.ConfigureAwait(false));
    }

    /// <summary>The same for work that reports notes, failures and several results on the way; they are yielded in order.</summary>
    public static async IAsyncEnumerable<Event> RunAsync(
        string activity, TransferMeter meter, Func<Action<Event>, CancellationToken, Task> work, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reported = new ConcurrentQueue<Event>();
        await foreach (var item in RunAsync(activity, meter, async stop =>
        {
            await work(reported.Enqueue, stop).ConfigureAwait(false);
            return true;
        }, cancellation).ConfigureAwait(false))
        {
            while (reported.TryDequeue(out var earlier)) yield return earlier;
            if (item is Progress) yield return item;
        }
    }
}
