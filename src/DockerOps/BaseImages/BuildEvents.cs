using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace DockerOps.BaseImages;

/// <summary>Runs work that reports events on the way, and yields them in order, with the result at the end.</summary>
internal static class BuildEvents
{
    /// <summary>Runs it. When the consumer goes away the work is cancelled and its cleanup awaited.</summary>
    public static async IAsyncEnumerable<Event> RunAsync<T>(
        Func<Action<Event>, CancellationToken, Task<T>> work, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var events = Channel.CreateUnbounded<Event>();
        var task = Task.Run(() => work(item => events.Writer.TryWrite(item), linked.Token), CancellationToken.None);
        _ = task.ContinueWith(_ => events.Writer.Complete(), TaskScheduler.Default);
        try
        {
            await foreach (var item in events.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false)) yield return item;
        }
        finally
        {
            await linked.CancelAsync().ConfigureAwait(false);
            await task.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }

        yield return new Output<T>(await task.ConfigureAwait(false));
    }
}
