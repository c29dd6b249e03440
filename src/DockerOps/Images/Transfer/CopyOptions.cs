namespace DockerOps.Images.Transfer;

/// <summary>What the user decides about a copy.</summary>
public sealed record CopyOptions
{
    /// <summary>Whether what is sent is packed.</summary>
    public TransferCompression Compression { get; init; } = TransferCompression.Auto;

    /// <summary>How often a connection that breaks is made again.</summary>
    public int RetryCount { get; init; } = 3;

    /// <summary>How many destinations are fed at a time, from one read.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>Layers are loaded as soon as so many bytes have come together, so that a cut does not cost them.</summary>
    internal long StageBytes { get; init; } = 128L << 20;

    /// <summary>How long to wait before a connection is made again.</summary>
    internal TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);
}
