namespace DockerOps.Images;

/// <summary>An extracted archive: a folder that holds an OCI layout (or what a docker-archive unpacks to).</summary>
internal sealed class ArchiveFolderSource : ArchiveSource
{
    // blobs/sha256/HEX is the deepest path of either layout.
    private const int MaxDepth = 3;

    private readonly Queue<(FileSystemInfo Info, string Name)> items = new();
    private ArchiveFile? file;
    private long done;

    public ArchiveFolderSource(string folder, int maxItems)
    {
        List(new DirectoryInfo(folder), "", 1, maxItems);
        Length = items.Sum(item => item.Info is FileInfo { LinkTarget: null } file ? file.Length : 0);
    }

    public override long Length { get; }

    public override long Position => done + (file?.Position ?? 0);

    public override async ValueTask<ArchiveMember?> NextAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        done = Position;
        if (file is not null) await file.DisposeAsync().ConfigureAwait(false);
        (file, Data) = (null, Nothing);
        if (!items.TryDequeue(out var item)) return null;
        if (item.Info.LinkTarget is { } target) return new ArchiveMember(item.Name, ArchiveMemberKind.SymbolicLink, 0, target);
        if (item.Info is not FileInfo info) return new ArchiveMember(item.Name, ArchiveMemberKind.Folder, 0);
        file = new ArchiveFile(info.FullName);
        Data = new ArchiveSlice(file, file.Length);
        return new ArchiveMember(item.Name, ArchiveMemberKind.File, file.Length);
    }

    public override ValueTask<bool> DrainAsync(CancellationToken cancellation) => ValueTask.FromResult(false);

    public override string? FileSha256() => null;

    public override ValueTask DisposeAsync() => file?.DisposeAsync() ?? ValueTask.CompletedTask;

    // Links are members, not ways on: what lies behind one is not part of the archive.
    private void List(DirectoryInfo folder, string prefix, int depth, int maxItems)
    {
        foreach (var info in folder.EnumerateFileSystemInfos().OrderBy(info => info.Name, StringComparer.Ordinal))
        {
            // One more than is allowed, so that the reader of the members sees that there are too many.
            if (items.Count > maxItems) return;
            items.Enqueue((info, prefix + info.Name));
            if (info is DirectoryInfo { LinkTarget: null } inner && depth < MaxDepth)
                List(inner, $"{prefix}{info.Name}/", depth + 1, maxItems);
        }
    }
}
