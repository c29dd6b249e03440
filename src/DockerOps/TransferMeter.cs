namespace DockerOps;

/// <summary>Counts the bytes of a transfer on the thread that moves them, for another that shows them.</summary>
internal sealed class TransferMeter
{
    private long done;

    /// <summary>Bytes moved so far.</summary>
    public long Done => Interlocked.Read(ref done);

    /// <summary>Bytes in all; null while unknown.</summary>
    public long? Total { get; set; }

    /// <summary>What is going on, in words.</summary>
    public string Status { get; set; } = "";

    public void Add(long bytes) => Interlocked.Add(ref done, bytes);
}
