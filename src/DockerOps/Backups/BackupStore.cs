namespace DockerOps.Backups;

/// <summary>
/// A folder that a backup is written to. Until all is there its name ends in <c>.partial</c>, so that a folder with the
/// final name is always whole.
/// </summary>
internal abstract class BackupStore
{
    /// <summary>What a folder's name ends with until it is whole.</summary>
    public const string Partial = ".partial";

    /// <summary>The pattern of the names that backups of the same host have, whatever their time.</summary>
    /// <param name="name">The name of one.</param>
    public static string SiblingsOf(string name) => name[..(name.LastIndexOf('_') + 1)] + "????????T??????Z";

    /// <summary>The final folder.</summary>
    public abstract string Folder { get; }

    /// <summary>Whether it is on the host itself.</summary>
    public abstract bool IsOnHost { get; }

    /// <summary>What <see cref="BeginAsync"/> and <see cref="CommitAsync"/> do, as lines, around those of the files.</summary>
    public abstract IReadOnlyList<string> Lines(IEnumerable<string> files);

    /// <summary>Sees that the folder can be made and has room.</summary>
    /// <exception cref="DockerOpsException">Conflict, NotFound, NotPermitted, NoSpace.</exception>
    public abstract Task CheckAsync(long needed, CancellationToken cancellation);

    /// <summary>Makes the partial folder, which only its owner may open, and is this backup's alone. When it fails, nothing is left of it.</summary>
    /// <exception cref="DockerOpsException">Conflict: another backup has begun it meanwhile. NotPermitted, NoSpace.</exception>
    public abstract Task BeginAsync(CancellationToken cancellation);

    /// <summary>Writes a file, hashing on the way, and reads it again to see that it is whole.</summary>
    /// <param name="item">The file.</param>
    /// <param name="meter">Counts bytes.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>The file, and what went wrong without making it worthless.</returns>
    public abstract Task<(BackupFile File, string? Flaw)> WriteAsync(BackupItem item, TransferMeter meter, CancellationToken cancellation);

    /// <summary>Gives the folder its final name.</summary>
    public abstract Task CommitAsync(CancellationToken cancellation);

    /// <summary>Removes the partial folder.</summary>
    public abstract Task DiscardAsync();
}
