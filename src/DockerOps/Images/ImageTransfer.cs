namespace DockerOps;

/// <summary>An image that was copied to one host, and what that took. It can be piped on as the image it is there.</summary>
public sealed record ImageTransfer
{
    /// <summary>The host that has got it.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The host it came from.</summary>
    public required DockerHost Source { get; init; }

    /// <summary>Its name there; its id when it has none.</summary>
    public required string Name { get; init; }

    /// <summary>Its id there.</summary>
    public required string Id { get; init; }

    /// <summary>Bytes of all its layers.</summary>
    public required long Size { get; init; }

    /// <summary>How it went.</summary>
    public required TransferWay Way { get; init; }

    /// <summary>The number of its layers.</summary>
    public required int Layers { get; init; }

    /// <summary>How many of them were sent. A layer that several images share counts with the first.</summary>
    public required int LayersSent { get; init; }

    /// <summary>Bytes that were sent, packed if they were packed.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes of the image that need not be sent.</summary>
    public long BytesSaved => Math.Max(0, Size - BytesSent);

    /// <summary>How the bytes were packed.</summary>
    public required TransferCompression Compression { get; init; }

    /// <summary>How often a broken connection was made again.</summary>
    public required int Retries { get; init; }

    /// <summary>How long it took, checks included; images that were sent together have the same time.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Bytes sent a second.</summary>
    public double Rate => BytesSent / Math.Max(Duration.TotalSeconds, 0.001);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
