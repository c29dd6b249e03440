using System.IO.Compression;
using System.Security.Cryptography;

namespace DockerOps.Files;

/// <summary>
/// A file that appears under its name only when it is whole. It is written beside it as <c>NAME.partial</c>, and renamed
/// by <see cref="Commit"/>; disposed before that, it is gone, unless it was begun by <see cref="Continue"/>.
/// </summary>
internal sealed class PartialFile : IAsyncDisposable
{
    // A small file is on the disk before it gets its name. For a large one the wait would cost a third of the whole
    // transfer; it is left to the system, as cp(1) does, and its hash tells whether it outlived a power cut.
    private const long WaitedFor = 64L << 20;

    private readonly FileStream stream;
    private readonly bool overwrite;
    private FileStream? held;
    private bool keep;

    private PartialFile(string path, FileStream stream, bool overwrite, bool keep)
    {
        Path = path;
        this.stream = stream;
        this.overwrite = overwrite;
        this.keep = keep;
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
    public static PartialFile Create(string path, bool overwrite, long? size) => Open(path, overwrite, size, keep: false);

    /// <summary>
    /// Begins a file, or goes on with one that an earlier attempt has left; the caller compares and places
    /// <see cref="Stream"/>. What is written stays, for a later attempt, even if it is not committed. Only this user may read
    /// it before <see cref="Commit"/>.
    /// </summary>
    /// <inheritdoc cref="Create"/>
    public static PartialFile Continue(string path, bool overwrite, long? size) => Open(path, overwrite, size, keep: true);

    /// <summary>Writes a stream, hashing on the way.</summary>
    /// <param name="source">Read to its end.</param>
    /// <param name="compress">Whether to pack it with gzip, at its fastest level.</param>
    /// <param name="meter">Counts the bytes before packing.</param>
    /// <param name="cancellation">Ends the transfer.</param>
    /// <returns>The SHA-256 of the file in lower-case hexadecimal.</returns>
    public async Task<string> FillAsync(Stream source, bool compress, TransferMeter meter, CancellationToken cancellation)
    {
        try
        {
            if (compress) return await WriteAsync(packed => BytePump.MoveAsync(source, packed, hash: null, meter, cancellation), compress).ConfigureAwait(false);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await BytePump.MoveAsync(source, stream, hash, meter, cancellation).ConfigureAwait(false);
            return Hex.Lower(hash.GetHashAndReset());
        }
        catch (IOException e)
        {
            throw LocalFile.Explain(e, PartialPath);
        }
    }

    /// <summary>Lets somebody else write, hashing on the way.</summary>
    /// <param name="write">Gets where to write.</param>
    /// <param name="compress">Whether to pack it with gzip, at its fastest level.</param>
    /// <returns>The SHA-256 of the file in lower-case hexadecimal.</returns>
    public async Task<string> WriteAsync(Func<Stream, Task> write, bool compress)
    {
        try
        {
            using var hash = SHA256.Create();
            await using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
            await using (var packed = compress ? new GZipStream(hashed, CompressionLevel.Fastest, leaveOpen: true) : (Stream)hashed)
            {
                await write(packed).ConfigureAwait(false);
            }

            return Hex.Lower(hash.Hash!);
        }
        catch (IOException e)
        {
            throw LocalFile.Explain(e, PartialPath);
        }
    }

    /// <summary>Begins the file anew.</summary>
    public void Restart()
    {
        stream.Position = 0;
        stream.SetLength(0);
    }

    /// <summary>Ends writing, and keeps the file under its partial name for a last look.</summary>
    public void Finish()
    {
        try
        {
            stream.SetLength(stream.Position);
            if (stream.Length <= WaitedFor) stream.Flush(flushToDisk: true);
            stream.Dispose();
            // Nobody else may begin it anew before it has its name.
            held = new FileStream(PartialPath, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
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
            held?.Dispose();
            keep = true;
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

    /// <summary>Lets disposal remove the file, whatever it was begun for.</summary>
    public void Discard() => keep = false;

    /// <summary>Removes the file unless it was committed or is kept for a later attempt.</summary>
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        if (!keep) File.Delete(PartialPath);
        if (held is not null) await held.DisposeAsync().ConfigureAwait(false);
    }

    private static PartialFile Open(string path, bool overwrite, long? size, bool keep)
    {
        if (Directory.Exists(path)) throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' is a folder; give the name of a file in it.", path);
        if (!overwrite && File.Exists(path))
            throw new DockerOpsException(FailureKind.Conflict, $"'{path}' exists already. Use -Force to replace it, or another name.", path);
        var folder = System.IO.Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) throw new DockerOpsException(FailureKind.NotFound, $"There is no folder '{folder}' to write '{path}' in.", path);
        var there = keep && new FileInfo(PartialOf(path)) is { Exists: true, Length: var length } ? length : 0;
        CheckSpace(path, folder, (size ?? 0) - there);
        try
        {
            var left = OpenLeft(path);
            // An empty one may have been made this moment by somebody who has not locked it yet. Whoever locks it first has it.
            if (left is not null && (keep || left.Length == 0)) return new PartialFile(path, left, overwrite, keep);
            using var gone = left;
            if (OperatingSystem.IsWindows()) left?.Dispose();
            // One that was not there a moment ago is somebody else's.
            if (left is not null) File.Delete(PartialOf(path));
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = keep ? FileAccess.ReadWrite : FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
                PreallocationSize = keep ? 0 : size ?? 0,
            };
            if (keep && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new PartialFile(path, new FileStream(PartialOf(path), options), overwrite, keep);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, PartialOf(path));
        }
    }

    // What an earlier attempt has left; while another process writes it, it is locked. What a link leads to was left by none.
    private static FileStream? OpenLeft(string path)
    {
        var partial = new FileInfo(PartialOf(path));
        if (partial.LinkTarget is not null) partial.Delete();
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
            return new FileStream(partial.FullName, options);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException e) when (LocalFile.IsInUse(e))
        {
            throw new DockerOpsException(FailureKind.Conflict, $"'{partial.FullName}' is being written by somebody else.", path, e);
        }
    }

    private static void CheckSpace(string path, string folder, long needed)
    {
        if (LocalFile.FreeIn(folder) is not { } free || free >= needed) return;
        throw new DockerOpsException(
            FailureKind.NoSpace, $"'{path}' needs about {needed:N0} bytes, and {free:N0} are free in '{folder}'.", path);
    }
}
