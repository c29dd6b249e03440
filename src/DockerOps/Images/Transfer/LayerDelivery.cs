using System.Security.Cryptography;
using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>Reads layers once and loads them into all destinations. What it throws is the source's failure.</summary>
internal static class LayerDelivery
{
    /// <summary>Runs it.</summary>
    /// <param name="source">Where the layers are read.</param>
    /// <param name="feeds">The destinations; each keeps its own failure.</param>
    /// <param name="stageBytes">After how many bytes the destinations keep what they have.</param>
    /// <param name="meter">Counts what was read.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(
        LayerSource source, IReadOnlyList<DestinationFeed> feeds, long stageBytes, TransferMeter meter, CancellationToken cancellation)
    {
        try
        {
            var wanted = DestinationPlan.Order([.. feeds.Select(feed => feed.Plan)]);
            var target = new LayerFanOut(feeds);
            var collected = 0L;
            await foreach (var layer in source.ReadAsync(wanted, cancellation).ConfigureAwait(false))
            {
                if (collected >= stageBytes)
                {
                    await target.ForAllAsync(feed => feed.StageAsync(source)).ConfigureAwait(false);
                    collected = 0;
                }

                await MoveAsync(layer, target, meter, cancellation).ConfigureAwait(false);
                source.Sizes[layer.DiffId] = layer.Size;
                collected += layer.Size;
            }

            meter.Status = "loading";
            await target.ForAllAsync(feed => feed.FinishAsync(source)).ConfigureAwait(false);
        }
        catch (NobodyListensException)
        {
            // Every feed has its own failure.
        }
    }

    private static async Task MoveAsync(LayerData layer, LayerFanOut target, TransferMeter meter, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await target.ForAllAsync(feed => feed.BeginLayerAsync(layer)).ConfigureAwait(false);
        var length = await BytePump.MoveAsync(layer.Tar, target, hash, meter, cancellation).ConfigureAwait(false);
        layer.Check(length, hash);
        await target.ForAllAsync(feed => feed.EndAsync(layer.DiffId)).ConfigureAwait(false);
    }
}
