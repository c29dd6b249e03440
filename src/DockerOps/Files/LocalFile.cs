using System.Security.Cryptography;

namespace DockerOps.Files;

/// <summary>What the system says of files on this machine, as failures of the closed list.</summary>
internal static class LocalFile
{
    private const int NoSpaceErrno = 28;
    private const int NoSpaceWindows = unchecked((int)0x80070070);
    private const int QuotaErrno = 122;

    // EWOULDBLOCK of Linux and of BSD, by which the runtime tells of a lock; ERROR_SHARING_VIOLATION.
    private const int LockedErrno = 11;
    private const int LockedErrnoOfBsd = 35;
    private const int LockedWindows = unchecked((int)0x80070020);

    // EEXIST; ERROR_FILE_EXISTS.
    private const int ThereErrno = 17;
    private const int ThereWindows = unchecked((int)0x80070050);

    // path_resolution(7).
    private const int MostLinks = 40;

    /// <summary>Whether an exception is the system's word about a file.</summary>
    public static bool IsFileError(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>Whether the disk is full.</summary>
    public static bool IsFull(Exception e) => e is IOException && e.HResult is NoSpaceErrno or NoSpaceWindows or QuotaErrno;

    /// <summary>Whether somebody else has the file open for himself.</summary>
    public static bool IsInUse(Exception e) => e is IOException && e.HResult is LockedErrno or LockedErrnoOfBsd or LockedWindows;

    /// <summary>Whether a file that was to be made is there already.</summary>
    public static bool IsThere(Exception e) => e is IOException && e.HResult is ThereErrno or ThereWindows;

    /// <summary>The failure that an exception about a file means.</summary>
    public static DockerOpsException Explain(Exception e, string path) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(FailureKind.NotFound, $"There is no file '{path}' on this machine.", path, e),
        UnauthorizedAccessException => new(FailureKind.NotPermitted, $"'{path}' may not be opened by user '{Environment.UserName}'.", path, e),
        _ when IsFull(e) => new(FailureKind.NoSpace, $"The disk is full: '{path}' cannot be written.", path, e),
        _ => new(FailureKind.Unreachable, $"'{path}' cannot be read or written: {e.Message}", path, e),
    };

    /// <summary>Where a path leads that is there: without links on the way (realpath(3)).</summary>
    public static string Real(string path) => Real(path, MostLinks);

    /// <summary>Opens a file to be read once, from start to end, by <see cref="BytePump"/>.</summary>
    public static FileStream OpenRead(string path)
    {
        if (Directory.Exists(path)) throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' is a folder, not a file.", path);
        try
        {
            return new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.SequentialScan });
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Explain(e, path);
        }
    }

    /// <summary>The bytes that are free where a folder lies; null where the system does not tell, as of a share on Windows.</summary>
    public static long? FreeIn(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is ArgumentException || IsFileError(e))
        {
            // A disk that is full is told by the write then.
            return null;
        }
    }

    private static string Real(string path, int links)
    {
        if (Path.GetDirectoryName(path) is not { Length: > 0 } above) return path;
        var folder = Real(above, links);
        var here = Path.Combine(folder, Path.GetFileName(path));
        FileSystemInfo item = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return item.LinkTarget is { } target && links > 0 ? Real(Path.GetFullPath(target, folder), links - 1) : here;
    }

    /// <summary>Feeds the start of an open file to a hash, and leaves the file where that start ends.</summary>
    public static async Task HashStartAsync(Stream file, long length, IncrementalHash hash, CancellationToken cancellation)
    {
        var buffer = new byte[256 * 1024];
        file.Position = 0;
        while (file.Position < length)
        {
            var wanted = (int)Math.Min(buffer.Length, length - file.Position);
            var count = await file.ReadAsync(buffer.AsMemory(0, wanted), cancellation).ConfigureAwait(false);
            if (count == 0) break;
            hash.AppendData(buffer, 0, count);
        }
    }
}
