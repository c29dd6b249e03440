using DockerOps.Files;
using DockerOps.Images;

namespace DockerOps.Backups;

/// <summary>A folder on this machine.</summary>
/// <param name="folder">Its final full path.</param>
internal sealed class LocalStore(string folder) : BackupStore
{
    private const string Inside = "volumes";
    private IReadOnlyList<string> left = [];
    private PartialClaim? claim;

    public override string Folder => folder;

    public override bool IsOnHost => false;

    private string Unfinished => folder + Partial;

    public override IReadOnlyList<string> Lines(IEnumerable<string> files) =>
        [.. left.Select(path => $"remove {path}, which a backup has left that was killed"), $"make the folder {Unfinished}", .. files, $"rename {Unfinished} to {folder}"];

    public override Task CheckAsync(long needed, CancellationToken cancellation)
    {
        foreach (var path in (string[])[folder, Unfinished])
        {
            if (Path.Exists(path)) throw Taken(path);
        }

        left = Left();
        var parent = folder;
        while (Path.GetDirectoryName(parent) is { } up && !Directory.Exists(parent)) parent = up;
        if (LocalFile.FreeIn(parent) is { } free && free < needed)
            throw new DockerOpsException(FailureKind.NoSpace, $"The backup needs about {needed:N0} bytes, and {free:N0} are free in '{parent}'.", folder);
        return Task.CompletedTask;
    }

    public override Task BeginAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var path in left)
            {
                if (PartialClaim.TryTake(path, out var gone)) gone.Dispose();
            }

            // Of two backups that begin at once one gets the name.
            if (!PartialClaim.TryTake(Unfinished, out claim) || Path.Exists(Unfinished)) throw Taken(Unfinished);
            // Volumes and keys are in it: nobody else may look.
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Unfinished);
            else Directory.CreateDirectory(Unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.CreateDirectory(Path.Combine(Unfinished, Inside));
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            if (e is not DockerOpsException && claim is not null && Directory.Exists(Unfinished)) Directory.Delete(Unfinished, recursive: true);
            claim?.Dispose();
            throw LocalFile.IsFileError(e) ? LocalFile.Explain(e, Unfinished) : e;
        }
    }

    public override async Task<(BackupFile File, string? Flaw)> WriteAsync(BackupItem item, TransferMeter meter, CancellationToken cancellation)
    {
        var path = Path.Combine(Unfinished, item.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = PartialFile.Create(path, overwrite: false, item.Size);
        var hash = "";
        var flaw = await item.Source.ReadAsync(
            async stream => hash = await file.FillAsync(stream, compress: false, meter, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        file.Finish();

        // An engine that fails half-way ends its answer as if nothing had happened: only the tar tells.
        var members = item.IsTar ? await CheckAsync(item, file.PartialPath, cancellation).ConfigureAwait(false) : 1;
        var size = new FileInfo(file.PartialPath).Length;
        file.Commit();
        return (new BackupFile { Part = item.Part, Name = item.Name, Path = item.Path, Size = size, Sha256 = hash, Members = members }, flaw);
    }

    public override Task CommitAsync(CancellationToken cancellation)
    {
        try
        {
            var inside = Path.Combine(Unfinished, Inside);
            if (!Directory.EnumerateFileSystemEntries(inside).Any()) Directory.Delete(inside);
            Directory.Move(Unfinished, folder);
            claim!.Dispose();
            return Task.CompletedTask;
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, folder);
        }
    }

    public override Task DiscardAsync()
    {
        if (Directory.Exists(Unfinished)) Directory.Delete(Unfinished, recursive: true);
        claim?.Dispose();
        return Task.CompletedTask;
    }

    // Of the same host.
    private IReadOnlyList<string> Left()
    {
        var above = Path.GetDirectoryName(folder)!;
        if (!Directory.Exists(above)) return [];
        var pattern = BackupStore.SiblingsOf(Path.GetFileName(folder)) + PartialClaim.LockOf(Partial);
        return [.. Directory.EnumerateFiles(above, pattern).Select(path => path[..^PartialClaim.LockOf("").Length]).Where(PartialClaim.IsLeft).Order(StringComparer.Ordinal)];
    }

    private static DockerOpsException Taken(string path) => new(FailureKind.Conflict, $"'{path}' exists already; wait a second, or remove it.", path);

    private static async Task<int> CheckAsync(BackupItem item, string path, CancellationToken cancellation)
    {
        if (item.Part == BackupPart.Images) return (await ImageArchiveReader.ReadAsync(path, cancellation).ConfigureAwait(false)).Images.Count;
        await using var file = LocalFile.OpenRead(path);
        return await BackupTar.ReadAsync(file, $"The tar of '{item.Name}'", null, cancellation).ConfigureAwait(false);
    }
}
