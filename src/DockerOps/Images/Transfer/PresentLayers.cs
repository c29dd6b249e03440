using System.Collections.Concurrent;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Images.Transfer;

/// <summary>The layers an engine has, as chain ids: a layer counts only on top of those it was made for.</summary>
internal static class PresentLayers
{
    private const int AtOnce = 4;

    /// <summary>
    /// Asks for the layers of every image. One that is removed meanwhile is passed over, and so is one the engine fails to describe: its
    /// layers are only sent once more.
    /// </summary>
    /// <returns>The chain ids, and the images.</returns>
    public static async Task<(IReadOnlySet<string> Chains, IReadOnlyList<WireImage> Images)> ReadAsync(EngineClient engine, CancellationToken cancellation)
    {
        var images = await ImageList.ListAsync(engine, ImageRequests.ListAll(), cancellation).ConfigureAwait(false);
        var chains = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(images.Select(image => image.Id).Distinct(), options, async (id, stop) =>
        {
            foreach (var chain in await ChainsAsync(engine, id, stop).ConfigureAwait(false)) chains.TryAdd(chain, true);
        }).ConfigureAwait(false);
        return (chains.Keys.ToHashSet(StringComparer.Ordinal), images);
    }

    /// <summary>How many of an image's lowest layers are there.</summary>
    public static int CountOf(IReadOnlySet<string> present, IReadOnlyList<string> chainIds) =>
        chainIds.TakeWhile(present.Contains).Count();

    // Between an image and its top layer, which it looks up next, an engine finds the latter gone (“layer does not exist”, status 500).
    private static async Task<IReadOnlyList<string>> ChainsAsync(EngineClient engine, string id, CancellationToken cancellation)
    {
        try
        {
            return LayerChain.Of((await ImageList.TryInspectAsync(engine, id, cancellation).ConfigureAwait(false))?.RootFS?.Layers ?? []);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.EngineError)
        {
            return [];
        }
    }
}
