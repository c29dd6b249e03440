namespace DockerOps.Images.Transfer;

/// <summary>Where the layers of a copy are read. Whatever is thrown is about the source.</summary>
internal abstract class LayerSource : IAsyncDisposable
{
    /// <summary>The configurations of the images by id; complete once the layers are read.</summary>
    public Dictionary<string, byte[]> Configs { get; } = new(StringComparer.Ordinal);

    /// <summary>The sizes of layers by diff id, as far as they are known.</summary>
    public Dictionary<string, long> Sizes { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads layers once, in an order of its own; each has to be read to its end before the next is asked for.</summary>
    /// <param name="wanted">Their diff ids.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">Corrupt: one is missing. Unreachable: the connection broke. CommandFailed.</exception>
    public abstract IAsyncEnumerable<LayerData> ReadAsync(IReadOnlyList<string> wanted, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}
