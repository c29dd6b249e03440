using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>Hands what is read once to every destination that takes it.</summary>
internal sealed class LayerFanOut(IReadOnlyList<DestinationFeed> feeds) : ForwardStream
{
    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Lets every destination do the same, all at once.</summary>
    public Task ForAllAsync(Func<DestinationFeed, Task> work) => Task.WhenAll(feeds.Select(work));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (feeds.Count == 1) await feeds[0].WriteAsync(buffer).ConfigureAwait(false);
        else await ForAllAsync(feed => feed.WriteAsync(buffer)).ConfigureAwait(false);
        if (feeds.All(feed => feed.Failure is not null)) throw new NobodyListensException();
    }
}
