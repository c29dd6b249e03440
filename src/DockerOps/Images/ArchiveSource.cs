namespace DockerOps.Images;

/// <summary>
/// An archive as a sequence of members, read once from front to back. Damage of the frame is put into the report and
/// ends the sequence.
/// </summary>
internal abstract class ArchiveSource : IAsyncDisposable
{
    private protected static readonly ArchiveSlice Nothing = new(Stream.Null, 0);

    /// <summary>The bytes of the member that <see cref="NextAsync"/> returned last.</summary>
    public ArchiveSlice Data { get; protected set; } = Nothing;

    /// <summary>The size on disk in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>How many of them have been passed.</summary>
    public abstract long Position { get; }

    /// <summary>Whether the whole is packed with gzip.</summary>
    public virtual bool IsCompressed => false;

    /// <summary>The next member; null at the end, be it a good or a bad one.</summary>
    public abstract ValueTask<ArchiveMember?> NextAsync(CancellationToken cancellation);

    /// <summary>Reads on behind the last member; false at the end of the file.</summary>
    public abstract ValueTask<bool> DrainAsync(CancellationToken cancellation);

    /// <summary>The SHA-256 of the file once it is drained; null when it was not asked for or there is no one file.</summary>
    public abstract string? FileSha256();

    public abstract ValueTask DisposeAsync();
}
