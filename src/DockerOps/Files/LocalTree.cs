using System.Formats.Tar;

namespace DockerOps.Files;

/// <summary>A file, or a folder and all below it, of this machine. Links below are not followed.</summary>
/// <param name="root">A file or folder that exists.</param>
/// <param name="rules">What of it does not belong; null takes all.</param>
internal sealed class LocalTree(string root, IgnoreRules? rules = null)
{
    private readonly IgnoreRules rules = rules ?? IgnoreRules.None;
    private readonly List<string> leftOut = [];

    /// <summary>What was passed over, and why; complete after a walk.</summary>
    public IReadOnlyList<string> LeftOut => leftOut;

    /// <summary>The file or folder that a path means in the end.</summary>
    /// <exception cref="DockerOpsException">NotFound: there is none. InvalidInput: it is neither.</exception>
    public static FileSystemInfo Find(string path)
    {
        try
        {
            FileSystemInfo item = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            item = item.ResolveLinkTarget(returnFinalTarget: true) ?? item;
            if (!item.Exists) throw new DockerOpsException(FailureKind.NotFound, $"There is no file or folder '{path}' on this machine.", path);
            return item is not FileInfo file || IsRegular(file)
                ? item
                : throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' is a device, a pipe or a socket, not a file or folder.", path);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, path);
        }
    }

    /// <summary>Bytes of all files.</summary>
    public long Measure(CancellationToken cancellation)
    {
        long sum = 0;
        foreach (var (item, _) in Walk())
        {
            cancellation.ThrowIfCancellationRequested();
            if (item is FileInfo { LinkTarget: null } file) sum += file.Length;
        }

        return sum;
    }

    /// <summary>Every file, folder and link, folders before what is in them, each with its name from the root: empty for the root itself.</summary>
    public IEnumerable<(FileSystemInfo Item, string Name)> Walk()
    {
        leftOut.Clear();
        var waiting = new Stack<(FileSystemInfo, string)>();
        var held = new List<(FileSystemInfo Item, string Name)>();
        waiting.Push((Find(root), ""));
        while (waiting.TryPop(out var next))
        {
            var (item, name) = next;
            held.RemoveAll(folder => !name.StartsWith(folder.Name + "/", StringComparison.Ordinal));
            if (name.Length > 0 && rules.Excludes(name))
            {
                // A folder that is left out is told only if something in it is taken back in.
                if (item is not DirectoryInfo { LinkTarget: null } closed || rules.ExcludesAllOf(name)) continue;
                held.Add(next);
                Push(waiting, closed, name);
                continue;
            }

            if (item is FileInfo { LinkTarget: null } file && !IsRegular(file))
            {
                leftOut.Add($"'{ArchiveText.Shown(item.FullName)}' is a device, a pipe or a socket.");
                continue;
            }

            foreach (var folder in held) yield return folder;
            held.Clear();
            yield return next;
            if (item is DirectoryInfo { LinkTarget: null } open) Push(waiting, open, name);
        }
    }

    private static void Push(Stack<(FileSystemInfo, string)> waiting, DirectoryInfo folder, string name)
    {
        foreach (var child in Children(folder).OrderByDescending(child => child.Name, StringComparer.Ordinal))
            waiting.Push((child, name.Length == 0 ? child.Name : $"{name}/{child.Name}"));
    }

    private static FileSystemInfo[] Children(DirectoryInfo folder)
    {
        try
        {
            return folder.GetFileSystemInfos();
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, folder.FullName);
        }
    }

    // The runtime tells what a file is in no other way than by the tar header it writes for it; to open a pipe would be
    // to wait for its other end. What has a length is a file.
    private static bool IsRegular(FileInfo file)
    {
        if (file.Length > 0) return true;
        try
        {
            using var header = new MemoryStream();
            using (var writer = new TarWriter(header, TarEntryFormat.Ustar, leaveOpen: true)) writer.WriteEntry(file.FullName, "x");
            return TarHeader.Parse(header.GetBuffer().AsSpan(0, TarHeader.BlockSize)) is { Type: '0' };
        }
        catch (IOException)
        {
            // A socket, which no tar can hold.
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // Only files are opened for their header; who reads this one is told that he may not.
            return true;
        }
    }
}
