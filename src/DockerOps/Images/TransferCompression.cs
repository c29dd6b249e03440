namespace DockerOps;

/// <summary>Whether what is sent is packed.</summary>
public enum TransferCompression
{
    /// <summary>What is faster, by the speed at which the connection takes the beginning, and a sample of the data.</summary>
    Auto,

    /// <summary>As it is.</summary>
    None,

    /// <summary>With gzip, at its fastest level.</summary>
    Gzip,

    /// <summary>With zstd, at its fastest level; only where this machine has the program and the engine reads it.</summary>
    Zstd,
}
