using System.Diagnostics;
using System.Security.Cryptography;
using DockerOps.Files;
using DockerOps.Transport;

namespace DockerOps.Hosts;

/// <summary>
/// Copies a file of a host to this machine: looked into first, then run. It is written beside the target as
/// <c>NAME.partial</c>, hashed at both ends while it moves, and renamed when whole. What a cut leaves is continued by the
/// next download to the same target, after its bytes were compared.
/// </summary>
public sealed class FileDownload
{
    private readonly HostShell shell;
    private readonly string source;
    private readonly bool overwrite;
    private readonly long length;
    private readonly UnixFileMode? mode;

    private FileDownload(HostShell shell, string source, string path, bool overwrite, long length, UnixFileMode? mode)
    {
        this.shell = shell;
        this.source = source;
        this.overwrite = overwrite;
        this.length = length;
        this.mode = mode;
        Path = path;
    }

    /// <summary>The file it will become on this machine.</summary>
    public string Path { get; }

    /// <summary>What <see cref="RunAsync"/> will do, step by step.</summary>
    public IReadOnlyList<string> Steps =>
    [
        $"copy {source} on {shell.Host} to {PartialFile.PartialOf(Path)}",
        $"rename {PartialFile.PartialOf(Path)} to {Path}",
    ];

    /// <summary>Looks at both ends, changing nothing.</summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="source">The file there; a relative path counts from the user's home.</param>
    /// <param name="path">The file here, a full path.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotFound, InvalidInput (a folder or a device), Conflict (it exists), NotPermitted, Unreachable.</exception>
    public static async Task<FileDownload> PrepareAsync(
        HostShell shell, string source, string path, bool overwrite, CancellationToken cancellation)
    {
        var host = shell.Host;
        var facts = await HostFile.FactsAsync(shell, source, HostFileScripts.LookAtSource(HostFileScripts.Safe(source)), cancellation).ConfigureAwait(false);
        var kind = facts.GetValueOrDefault("is");
        if (kind == "missing") throw HostFile.Missing(host, source);
        if (kind == "folder") throw HostFile.Folder(host, source);
        if (kind == "denied") throw HostFile.Denied(host, source);
        if (kind != "file" || HostFile.Number(facts, "size", -1) is not (>= 0 and var length))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{source}' on '{host}' is no file but a device, socket or pipe.", source);
        if (!overwrite && File.Exists(path))
            throw new DockerOpsException(FailureKind.Conflict, $"'{path}' exists already. Use -Force to replace it, or another name.", path);
        return new FileDownload(shell, HostFileScripts.Safe(source), path, overwrite, length, Mode(facts.GetValueOrDefault("mode")));
    }

    /// <summary>Copies. Yields progress and a <see cref="FileTransfer"/>.</summary>
    /// <param name="cancellation">Ends the copy; the partial file stays for the next one.</param>
    /// <exception cref="DockerOpsException">As <see cref="PrepareAsync"/>, NoSpace, and Corrupt: the two ends differ.</exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter { Total = length };
        return Watched.RunAsync($"Copy {source} from {shell.Host}", meter, stop => CopyAsync(meter, stop), cancellation);
    }

    private async Task<FileTransfer> CopyAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await using var file = PartialFile.Continue(Path, overwrite, length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var offset = await ContinueAtAsync(file.Stream, hash, meter, cancellation).ConfigureAwait(false);

        // Their hash is computed beside the transfer: both read the file at the same pace, so the disk is read once.
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var hashing = HostFile.HashAsync(shell, source, HostFileScripts.HashOf(source), together.Token);
        string theirs;
        try
        {
            await ReceiveAsync(file, hash, offset, meter, cancellation).ConfigureAwait(false);
            theirs = await hashing.ConfigureAwait(false);
        }
        finally
        {
            await together.CancelAsync().ConfigureAwait(false);
            await hashing.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }

        var ours = Hex.Lower(hash.GetHashAndReset());
        file.Finish();
        if (ours != theirs)
        {
            file.Discard();
            throw new DockerOpsException(
                FailureKind.Corrupt, $"What came of '{source}' differs from the file on '{shell.Host}' (SHA-256): it is being written to, or was damaged on the way. It was thrown away.", source);
        }

        if (!OperatingSystem.IsWindows() && mode is { } bits) File.SetUnixFileMode(file.PartialPath, bits);
        file.Commit();
        return new FileTransfer
        {
            Path = Path,
            HostPath = source,
            DockerHost = shell.Host,
            FromHost = true,
            Length = meter.Done,
            Sha256 = ours,
            Resumed = offset,
            Duration = watch.Elapsed,
        };
    }

    // The start that is here already is kept when it is the start of that file.
    private async Task<long> ContinueAtAsync(Stream file, IncrementalHash hash, TransferMeter meter, CancellationToken cancellation)
    {
        var start = file.Length;
        if (start > 0 && start <= length)
        {
            meter.Status = "comparing what is here";
            var same = HostFile.HasSameStartAsync(shell, source, HostFileScripts.HashOfStart(source, start), file, start, hash, cancellation);
            if (await same.ConfigureAwait(false))
            {
                meter.Add(start);
                return start;
            }
        }

        file.SetLength(0);
        return 0;
    }

    private async Task ReceiveAsync(PartialFile file, IncrementalHash hash, long offset, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = offset > 0 ? "resumed," : "";
        await using var process = await shell.StartAsync(HostFileScripts.Send(source, offset), cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(process.Kill);
        process.Input.Close();
        try
        {
            await BytePump.MoveAsync(new BlockingPipe(process.Output), file.Stream, hash, meter, cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw LocalFile.Explain(e, file.PartialPath);
        }

        cancellation.ThrowIfCancellationRequested();
        if (await shell.EndAsync(process, cancellation).ConfigureAwait(false) != 0)
            throw HostFile.Explain(shell.Host, source, await process.ErrorsAsync().ConfigureAwait(false));
    }

    // Permissions only: a set-user-id bit never travels.
    private static UnixFileMode? Mode(string? octal) =>
        octal is { Length: > 0 and < 6 } && octal.All(c => c is >= '0' and <= '7') ? (UnixFileMode)(Convert.ToInt32(octal, 8) & 0x1FF) : null;
}
