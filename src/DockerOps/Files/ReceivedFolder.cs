namespace DockerOps.Files;

/// <summary>
/// A folder that is filled from a tar beside its target and put in place when the tar is whole; disposed before that, it is
/// gone. Nothing in the tar reaches beyond it: links are made last, so that nothing is written through one.
/// </summary>
internal sealed class ReceivedFolder : IDisposable
{
    private const int NoSetId = 0b111_111_111;
    private const UnixFileMode WhileFilled = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string target;
    private readonly string partial;
    private readonly bool ignoresCase;
    private readonly PartialClaim claim;
    private readonly List<(string Name, TarHeader Header)> folders = [];
    private readonly List<(string Name, string Target)> links = [];
    private readonly List<string> leftOut = [];

    /// <param name="target">Where it goes.</param>
    /// <param name="partial">Where it is filled: a name beside the target that is free.</param>
    public ReceivedFolder(string target, string partial)
    {
        (this.target, this.partial) = (target, partial);
        if (!PartialClaim.TryTake(partial, out var taken))
            throw new DockerOpsException(FailureKind.Conflict, $"'{partial}' is being written by somebody else.", partial);
        claim = taken;
        try
        {
            if (Path.Exists(partial) || new FileInfo(partial).LinkTarget is not null)
                throw new DockerOpsException(FailureKind.Conflict, $"'{partial}' is in the way; it can be removed.", partial);
            Directory.CreateDirectory(partial);
            ignoresCase = Path.Exists(Path.Combine(Path.GetDirectoryName(partial)!, Path.GetFileName(partial).ToUpperInvariant()));
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>The number of files.</summary>
    public int Files { get; private set; }

    /// <summary>Bytes that all files may have.</summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <summary>How many of them are taken already.</summary>
    public long Used { get; init; }

    /// <summary>Where it is until it is put in place.</summary>
    public string PartialPath => partial;

    /// <summary>What was not taken, and why.</summary>
    public IReadOnlyList<string> LeftOut => leftOut;

    /// <summary>Gives a file or folder the permissions and the time of its member, without set-id bits.</summary>
    public static void Dress(string path, TarHeader header)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)(header.Mode & NoSetId));

        // Windows opens a folder only as one.
        if (header.Type == '5') Directory.SetLastWriteTimeUtc(path, header.Modified.UtcDateTime);
        else File.SetLastWriteTimeUtc(path, header.Modified.UtcDateTime);
    }

    /// <summary>Takes a whole tar whose members are named from the folder on.</summary>
    public async Task FillAsync(TarInput tar, TransferMeter meter, CancellationToken cancellation)
    {
        var room = Limit - Used;
        while (await tar.NextAsync(cancellation).ConfigureAwait(false) is { } header)
        {
            if ((room -= header.Size) < 0) throw new DockerOpsException(FailureKind.NoSpace, $"What came holds more than {Limit:N0} bytes. Nothing was copied.", target);
            if (ReceivedName.Inside(header.Name) is not { } name) throw Outside(header.Name);
            if (name.Split('/').Any(part => name.Length > 0 && !ReceivedName.IsName(part))) LeaveOut(name, "cannot have that name here");
            else await TakeAsync(tar, header, name, meter, cancellation).ConfigureAwait(false);
        }

        foreach (var (name, to) in links)
        {
            if (IsFree(name)) MakeLink(name, to.Replace('/', Path.DirectorySeparatorChar));
        }
    }

    /// <summary>Puts the folder in place, or what is in it into the folder that is there.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Conflict"/>: something is there, and nothing was changed.</exception>
    public void Commit(bool overwrite)
    {
        // A folder that is there keeps its own permissions.
        var made = folders.Where(folder => !Directory.Exists(Path.Combine(target, folder.Name))).Reverse().ToList();
        if (Directory.Exists(target))
        {
            CheckFree(new DirectoryInfo(partial), target, overwrite);
            Merge(new DirectoryInfo(partial), target);
        }
        else
        {
            Directory.Move(partial, target);
        }

        // Children before their folder: a folder's time changes with what is put in it.
        foreach (var (name, header) in made) Dress(Path.Combine(target, name), header);
    }

    public void Dispose()
    {
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        claim.Dispose();
    }

    private async Task TakeAsync(TarInput tar, TarHeader header, string name, TransferMeter meter, CancellationToken cancellation)
    {
        switch (header.Type)
        {
            case '5':
                Directory.CreateDirectory(At(name));
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(At(name), WhileFilled);
                folders.Add((name, header));
                break;
            case '0' or '7':
                if (!IsFree(name)) break;
                await using (var file = Create(name))
                    await tar.CopyDataAsync(file, meter, cancellation).ConfigureAwait(false);
                Dress(At(name), header);
                Files++;
                break;
            case '1':
                // The runtime makes no hard links; the name gets a copy.
                if (ReceivedName.Inside(header.LinkTarget) is not { Length: > 0 } first || !File.Exists(At(first))) throw Outside(header.LinkTarget);
                if (!IsFree(name)) break;
                File.Copy(At(first), At(name));
                Files++;
                break;
            case '2' when ReceivedName.LeadsInside(name, header.LinkTarget):
                // Real folders before any link, so that no link is made through another.
                Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
                links.Add((name, header.LinkTarget));
                break;
            default:
                LeaveOut(name, header.Type == '2' ? $"is a link that leads out of the folder, to '{ArchiveText.Shown(header.LinkTarget)}'" : "is a device or a pipe");
                break;
        }
    }

    private FileStream Create(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        return new FileStream(At(name), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
    }

    private void MakeLink(string name, string to)
    {
        try
        {
            // Windows tells links to folders from links to files.
            if (Directory.Exists(Path.Combine(Path.GetDirectoryName(At(name))!, to))) Directory.CreateSymbolicLink(At(name), to);
            else File.CreateSymbolicLink(At(name), to);
        }
        catch (Exception e) when (OperatingSystem.IsWindows() && e is IOException or UnauthorizedAccessException)
        {
            LeaveOut(name, "is a link, and Windows lets this user make none: it takes an administrator or the developer mode");
        }
    }

    private bool IsFree(string name)
    {
        if (!Path.Exists(At(name))) return true;
        if (!ignoresCase) throw Twice(name);
        LeaveOut(name, "has the name of another here, where upper and lower case are the same");
        return false;
    }

    private static void CheckFree(DirectoryInfo from, string to, bool overwrite)
    {
        foreach (var item in from.EnumerateFileSystemInfos())
        {
            var place = Path.Combine(to, item.Name);
            if (!Path.Exists(place) && new FileInfo(place).LinkTarget is null) continue;
            if (!overwrite)
                throw new DockerOpsException(FailureKind.Conflict, $"'{place}' exists already. Use -Force to replace it, or another name.", place);
            var isFolder = item is DirectoryInfo { LinkTarget: null };
            if (isFolder != (Directory.Exists(place) && new DirectoryInfo(place).LinkTarget is null))
                throw new DockerOpsException(FailureKind.Conflict, $"'{place}' is {(isFolder ? "no folder" : "a folder")}, and is not replaced by {(isFolder ? "one" : "a file")}.", place);
            if (isFolder) CheckFree((DirectoryInfo)item, place, overwrite);
        }
    }

    private static void Merge(DirectoryInfo from, string to)
    {
        foreach (var item in from.EnumerateFileSystemInfos())
        {
            var place = Path.Combine(to, item.Name);
            if (item is not DirectoryInfo { LinkTarget: null } folder) File.Move(item.FullName, place, overwrite: true);
            else if (Directory.Exists(place)) Merge(folder, place);
            else folder.MoveTo(place);
        }
    }

    private string At(string name) => Path.Combine(partial, name);

    private void LeaveOut(string name, string why) => leftOut.Add($"'{ArchiveText.Shown(name)}' {why}.");

    private static DockerOpsException Outside(string name) =>
        new(FailureKind.Corrupt, $"What came names '{ArchiveText.Shown(name)}', which is not in the folder that was asked for. Nothing was copied.");

    private static DockerOpsException Twice(string name) =>
        new(FailureKind.Corrupt, $"What came holds '{ArchiveText.Shown(name)}' twice. Nothing was copied.");
}
