namespace DockerOps.Images.Transfer;

/// <summary>What one destination has got, over all attempts.</summary>
internal sealed class CopyTally(DestinationPlan first, PackingChoice packing)
{
    private readonly Dictionary<string, long> layers = new(StringComparer.Ordinal);
    private long sent;
    private TransferWay way;

    /// <summary>How its bytes are packed: what one attempt has found out holds for the next.</summary>
    public PackingChoice Packing => packing;

    /// <summary>The destination, as it was reached last.</summary>
    public EngineSide Side { get; private set; } = first.Side;

    /// <summary>Whether something was staged there, now or by an earlier copy.</summary>
    public bool HasStaged { get; private set; } = first.Staged.Count > 0;

    /// <summary>Takes in what an attempt has sent.</summary>
    public void Add(DestinationFeed feed, TransferWay taken)
    {
        Side = feed.Plan.Side;
        HasStaged |= feed.HasStaged || feed.Plan.Staged.Count > 0;
        sent += feed.Sent;
        if (feed.Plan.ToLoad.Any()) way = taken;
        foreach (var diffId in feed.Arrived) layers[diffId] = layers.GetValueOrDefault(diffId) + 1;
    }

    /// <summary>The report on one image. What several images share counts with the first that is asked for.</summary>
    public ImageTransfer TransferOf(SourceImage image, string id, DockerHost source, int retries, TimeSpan duration)
    {
        var own = image.DiffIds.Distinct().Count(layers.Remove);
        var transfer = new ImageTransfer
        {
            DockerHost = Side.Host,
            Source = source,
            Name = image.Reference?.ToString() ?? id,
            Id = id,
            Size = image.Size,
            Way = way,
            Layers = image.DiffIds.Count,
            LayersSent = own,
            BytesSent = sent,
            Compression = packing.Made ?? TransferCompression.None,
            Retries = retries,
            Duration = duration,
        };
        sent = 0;
        return transfer;
    }
}
