namespace DockerOps.Files;

/// <summary>
/// A file that appears under its name only when it is whole. It is written beside it as <c>NAME.partial</c>, and renamed
/// by <see cref="Commit"/>; disposed before that, it is gone.
/// </summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private readonly FileStream stream;
    private readonly bool overwrite;
    private bool committed;

    private PartialFile(string path, FileStream stream, bool overwrite)
    {
        Path = path;
        this.stream = stream;
        this.overwrite = overwrite;
    }

    /// <summary>The final path.</summary>
    public string Path { get; }

    /// <summary>The path while it is written.</summary>
    public string PartialPath => PartialOf(Path);

    /// <summary>Where to write.</summary>
    public Stream Stream => stream;

    /// <summary>The path a file is written under until it is whole.</summary>
    public static string PartialOf(string path) => path + ".partial";

    /// <summary>Begins a file.</summary>
    /// <param name="path">The final path, absolute.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced; it stays untouched until the new one is whole.</param>
    /// <param name="size">The expected size in bytes, to check and reserve the room; null when unknown.</param>
    /// <exception cref="DockerOpsException">Conflict: it exists. NotFound: no such folder. NoSpace, NotPermitted, InvalidInput.</exception>
    public static PartialFile Create(string path, bool overwrite, long? size)
    {
        if (Directory.Exists(path)) throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' is a folder; give the name of a file in it.", path);
        if (!overwrite && File.Exists(path))
            throw new DockerOpsException(FailureKind.Conflict, $"'{path}' exists already. Use -Force to replace it, or another name.", path);
        var folder = System.IO.Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) throw new DockerOpsException(FailureKind.NotFound, $"There is no folder '{folder}' to write '{path}' in.", path);
        CheckSpace(path, folder, size ?? 0);
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Share = FileShare.Read,
                BufferSize = 0,
                PreallocationSize = size ?? 0,
            };
            return new PartialFile(path, new FileStream(PartialOf(path), options), overwrite);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, PartialOf(path));
        }
    }

    /// <summary>Writes everything to the disk, ends writing, and keeps the file under its partial name for a last look.</summary>
    public void Finish()
    {
        try
        {
            stream.SetLength(stream.Position);
            stream.Flush(flushToDisk: true);
            stream.Dispose();
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, PartialPath);
        }
    }

    /// <summary>Gives the file its name, in one step.</summary>
    public void Commit()
    {
        try
        {
            File.Move(PartialPath, Path, overwrite);
            committed = true;
        }
        catch (IOException) when (!overwrite && File.Exists(Path))
        {
            throw new DockerOpsException(FailureKind.Conflict, $"'{Path}' was made by somebody else meanwhile; it is left alone.", Path);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, Path);
        }
    }

    /// <summary>Removes the file unless it was committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        if (!committed) File.Delete(PartialPath);
    }

    private static void CheckSpace(string path, string folder, long needed)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free >= needed) return;
        throw new DockerOpsException(
            FailureKind.NoSpace, $"'{path}' needs about {needed:N0} bytes, and {free:N0} are free in '{folder}'.", path);
    }
}
