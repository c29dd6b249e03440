using System.Diagnostics.CodeAnalysis;

namespace DockerOps.Files;

/// <summary>
/// The right to fill a folder whose name ends in <c>.partial</c>: a file beside it that says who fills it, locked as long as that process
/// lives. Of one that was killed the file stays without its lock, and the next one may clear away what it has left.
/// </summary>
internal sealed class PartialClaim : IDisposable
{
    private const string Suffix = ".lock";
    private readonly FileStream held;

    private PartialClaim(FileStream held) => this.held = held;

    /// <summary>The file beside it.</summary>
    /// <param name="partial">The folder.</param>
    public static string LockOf(string partial) => partial + Suffix;

    /// <summary>Takes it, and removes what somebody has left there who was killed.</summary>
    /// <param name="partial">The folder, a full path; the one it is in is made.</param>
    /// <param name="claim">Disposal gives it back; the folder is its owner's to rename or remove before.</param>
    /// <returns>False: somebody else has it.</returns>
    /// <exception cref="IOException">The file cannot be written. <see cref="UnauthorizedAccessException"/> too.</exception>
    public static bool TryTake(string partial, [NotNullWhen(true)] out PartialClaim? claim)
    {
        claim = null;
        Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
        var held = OpenLeft(partial);
        if (held is null && !TryMake(partial, out held)) return false;
        claim = new(held);
        try
        {
            // Nothing but what was claimed is removed: a folder that lay there before is none of ours.
            if (held.Length > 0 && Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes(ClientMark.Of("partial")));
            held.Flush();
            return true;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whether somebody has left it who was killed.</summary>
    /// <param name="partial">The folder, a full path.</param>
    public static bool IsLeft(string partial)
    {
        using var held = OpenLeft(partial);
        return held is not null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Windows removes no file that is open.
        if (OperatingSystem.IsWindows()) held.Dispose();
        File.Delete(held.Name);
        held.Dispose();
    }

    // The lock alone does not tell: some shared folders know none, or none between machines.
    private static FileStream? OpenLeft(string partial)
    {
        try
        {
            var held = new FileStream(LockOf(partial), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            using var reader = new StreamReader(held, leaveOpen: true);
            // Who has made it writes into it at once.
            if (reader.ReadToEnd() is not { Length: > 0 } mark || ClientMark.IsLeft(mark, File.GetLastWriteTimeUtc(held.SafeFileHandle), DateTimeOffset.UtcNow)) return held;
            held.Dispose();
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            // There is none, it is held, or another user's.
        }

        return null;
    }

    private static bool TryMake(string partial, [NotNullWhen(true)] out FileStream? held)
    {
        try
        {
            held = new FileStream(LockOf(partial), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            if (held.Length == 0) return true;
            // Somebody else was faster to lock it, and has given it back already.
            held.Dispose();
            held = null;
            return false;
        }
        catch (IOException e) when (LocalFile.IsThere(e) || LocalFile.IsInUse(e))
        {
            held = null;
            return false;
        }
    }
}
