using DockerOps.Engine;

namespace DockerOps.Images.Transfer;

/// <summary>The layers a delta archive may leave out: what its destination is known to have.</summary>
public sealed class DeltaBase
{
    private readonly HashSet<string> chains = new(StringComparer.Ordinal);

    internal IReadOnlySet<string> Chains => chains;

    /// <summary>Adds the images of an archive.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">NotFound, Corrupt, Unsupported: as for every archive.</exception>
    public async Task AddArchiveAsync(string path, CancellationToken cancellation)
    {
        foreach (var image in (await ImageArchiveReader.ReadAsync(path, cancellation).ConfigureAwait(false)).Images) chains.UnionWith(LayerChain.Of(image.DiffIds));
    }

    /// <summary>Adds everything an engine has.</summary>
    public async Task AddEngineAsync(EngineClient engine, CancellationToken cancellation) =>
        chains.UnionWith((await PresentLayers.ReadAsync(engine, cancellation).ConfigureAwait(false)).Chains);

    /// <summary>Adds an image that an engine can describe. False when it has no such image.</summary>
    public async Task<bool> TryAddImageAsync(EngineClient engine, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (await ImageList.TryInspectAsync(engine, name, cancellation).ConfigureAwait(false) is not { } image) return false;
        chains.UnionWith(LayerChain.Of(image.RootFS?.Layers ?? []));
        return true;
    }

    /// <summary>Adds layers that are known by their diff ids, lowest first.</summary>
    public void AddLayers(IReadOnlyList<string> diffIds) => chains.UnionWith(LayerChain.Of(diffIds));
}
