using System.Diagnostics;
using System.Security.Cryptography;
using DockerOps.Files;
using DockerOps.Transport;

namespace DockerOps.Hosts;

/// <summary>
/// Copies a file of this machine to a host: looked into first, then run. It is written beside the target as
/// <c>NAME.partial</c>, hashed at both ends while it moves, and renamed when whole. What a cut leaves is continued by the
/// next upload to the same target, after its bytes were compared.
/// </summary>
public sealed class FileUpload
{
    private readonly HostShell shell;
    private readonly string source;
    private readonly bool overwrite;
    private readonly long length;
    private readonly long partialLength;

    private FileUpload(HostShell shell, string source, string hostPath, bool overwrite, long length, long partialLength)
    {
        this.shell = shell;
        this.source = source;
        this.overwrite = overwrite;
        this.length = length;
        this.partialLength = partialLength;
        HostPath = hostPath;
    }

    /// <summary>The file it will become on the host.</summary>
    public string HostPath { get; }

    /// <summary>What <see cref="RunAsync"/> will do, step by step.</summary>
    public IReadOnlyList<string> Steps =>
    [
        $"copy {source} to {Partial} on {shell.Host}",
        $"rename {Partial} to {HostPath} on {shell.Host}",
    ];

    private string Partial => PartialFile.PartialOf(HostPath);

    /// <summary>Looks at both ends, changing nothing.</summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="source">The file here, a full path.</param>
    /// <param name="destination">The file there, or an existing folder; a relative path counts from the user's home.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotFound, InvalidInput (a folder), Conflict (it exists), NotPermitted, NoSpace, Unreachable.</exception>
    public static async Task<FileUpload> PrepareAsync(
        HostShell shell, string source, string destination, bool overwrite, CancellationToken cancellation)
    {
        long length;
        await using (var file = LocalFile.OpenRead(source)) length = file.Length;
        var target = await HostTarget.FindAsync(shell, destination, Path.GetFileName(source), cancellation).ConfigureAwait(false);
        if (target.IsFolder) throw new DockerOpsException(FailureKind.InvalidInput, $"'{target.Path}' on '{shell.Host}' is a folder, and is never replaced by a file.", target.Path);
        if (target.IsFile && !overwrite) throw target.Exists();
        target.ThrowIfClosed();
        target.ThrowIfTooSmall(length - Math.Min(target.Partial, length));
        return new FileUpload(shell, source, target.Path, overwrite, length, target.Partial);
    }

    /// <summary>Copies. Yields progress and a <see cref="FileTransfer"/>.</summary>
    /// <param name="cancellation">Ends the copy; the partial file stays for the next one.</param>
    /// <exception cref="DockerOpsException">As <see cref="PrepareAsync"/>, and Corrupt: the two ends differ.</exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter { Total = length };
        return Watched.RunAsync($"Copy {source} to {shell.Host}", meter, stop => CopyAsync(meter, stop), cancellation);
    }

    private async Task<FileTransfer> CopyAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await using var file = LocalFile.OpenRead(source);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var offset = await ContinueAtAsync(file, hash, meter, cancellation).ConfigureAwait(false);

        var theirs = await SendAsync(file, hash, offset, meter, cancellation).ConfigureAwait(false);
        var ours = Hex.Lower(hash.GetHashAndReset());
        if (ours != theirs)
        {
            await shell.RunAsync(HostFileScripts.Remove(Partial), cancellation).ConfigureAwait(false);
            throw new DockerOpsException(
                FailureKind.Corrupt, $"'{HostPath}' on '{shell.Host}' differs from '{source}' (SHA-256); it was thrown away. Try again.", HostPath);
        }

        meter.Status = "renaming";
        var result = await shell.RunAsync(HostFileScripts.CommitTo(Partial, HostPath, Mode(), overwrite, meter.Done), cancellation).ConfigureAwait(false);
        if (result.ExitCode == HostFileScripts.Exists)
            throw new DockerOpsException(FailureKind.Conflict, $"'{HostPath}' was made by somebody else on '{shell.Host}' meanwhile; it is left alone.", HostPath);
        if (!result.Success) throw HostFile.Explain(shell.Host, HostPath, result.ErrorOutput);
        return new FileTransfer
        {
            Path = source,
            HostPath = HostPath,
            DockerHost = shell.Host,
            FromHost = false,
            Length = meter.Done,
            Sha256 = ours,
            Resumed = offset,
            Duration = watch.Elapsed,
        };
    }

    // The start that is there already is kept when it is the start of this file.
    private async Task<long> ContinueAtAsync(FileStream file, IncrementalHash hash, TransferMeter meter, CancellationToken cancellation)
    {
        if (partialLength == 0 || partialLength > length) return 0;
        meter.Status = "comparing what is there";
        if (await HostFile.HasSameStartAsync(shell, Partial, HostFileScripts.HashOf(Partial), file, partialLength, hash, cancellation).ConfigureAwait(false))
        {
            meter.Add(partialLength);
            return partialLength;
        }

        file.Position = 0;
        return 0;
    }

    private async Task<string> SendAsync(FileStream file, IncrementalHash hash, long offset, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = offset > 0 ? "resumed," : "";
        await using var process = await shell.StartAsync(HostFileScripts.ReceiveInto(Partial, offset), cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(process.Kill);
        IOException? broken = null;
        try
        {
            if (!await PipeFeed.TryMoveAsync(file, process.Input, hash, meter, cancellation).ConfigureAwait(false))
                await BytePump.MoveAsync(file, new BlockingPipe(process.Input), hash, meter, cancellation).ConfigureAwait(false);
            process.Input.Close();
        }
        catch (IOException e)
        {
            // Either the file cannot be read, or the other end has stopped listening: its words say which.
            broken = e;
            process.Kill();
        }

        var text = await HostFile.ReadAsync(process, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        await shell.EndAsync(process, cancellation).ConfigureAwait(false);
        var errors = await process.ErrorsAsync().ConfigureAwait(false);
        if (broken is not null && errors.Length == 0) throw LocalFile.Explain(broken, source);
        return broken is null && HostFile.FindHash(text) is { } theirs ? theirs : throw HostFile.Explain(shell.Host, HostPath, errors);
    }

    // Permissions only: a set-user-id bit never travels.
    private string Mode() => OperatingSystem.IsWindows() ? "644" : Convert.ToString((int)File.GetUnixFileMode(source) & 0x1FF, 8);
}
