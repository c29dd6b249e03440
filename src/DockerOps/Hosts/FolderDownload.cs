using System.Diagnostics;
using System.Security.Cryptography;
using DockerOps.Files;
using DockerOps.Transport;

namespace DockerOps.Hosts;

/// <summary>
/// Copies a folder of a host, and all below it, to this machine: looked into first, then run. It is filled beside the target as
/// <c>NAME.partial</c>, from a tar that is hashed at both ends and not trusted, and gets its name when it is whole. Devices, and links
/// that lead out of the folder, are left out; set-id bits are taken off. Nothing stays of what was cut.
/// </summary>
public sealed class FolderDownload
{
    private readonly HostShell shell;
    private readonly string source;
    private readonly bool overwrite;

    private FolderDownload(HostShell shell, string source, string path, bool overwrite)
    {
        this.shell = shell;
        this.source = source;
        this.overwrite = overwrite;
        Path = path;
    }

    /// <summary>The folder it will become on this machine.</summary>
    public string Path { get; }

    /// <summary>What <see cref="RunAsync"/> will do, step by step.</summary>
    public IReadOnlyList<string> Steps =>
    [
        .. PartialClaim.IsLeft(Partial) ? (string[])[$"remove {Partial}, which a copy has left that was killed"] : [],
        $"copy {source} and all below it on {shell.Host} to {Partial}",
        Directory.Exists(Path) ? $"move what is in {Partial} into {Path}" : $"rename {Partial} to {Path}",
    ];

    private string Partial => PartialFile.PartialOf(Path);

    /// <summary>Looks at both ends, changing nothing.</summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="source">The folder there; a relative path counts from the user's home.</param>
    /// <param name="path">The folder here, a full path.</param>
    /// <param name="overwrite">Whether it may go into an existing folder, and replace files of the same names there.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <returns>The copy; null when the source is no folder.</returns>
    /// <exception cref="DockerOpsException">NotFound, Conflict (it exists), NotPermitted, Unreachable.</exception>
    public static async Task<FolderDownload?> PrepareAsync(HostShell shell, string source, string path, bool overwrite, CancellationToken cancellation)
    {
        var safe = HostFileScripts.Safe(source);
        var facts = await HostFile.FactsAsync(shell, source, HostFileScripts.LookAtSource(safe), cancellation).ConfigureAwait(false);
        if (facts.GetValueOrDefault("is") != "folder") return null;
        if (File.Exists(path)) throw new DockerOpsException(FailureKind.Conflict, $"'{path}' is a file, and is never replaced by a folder.", path);
        if (Directory.Exists(path) && !overwrite)
            throw new DockerOpsException(FailureKind.Conflict, $"'{path}' exists already. Use -Force to replace what is in it, or another name.", path);
        var folder = System.IO.Path.GetDirectoryName(path);
        return folder is null || Directory.Exists(folder)
            ? new FolderDownload(shell, safe, path, overwrite)
            : throw new DockerOpsException(FailureKind.NotFound, $"There is no folder '{folder}'.", folder);
    }

    /// <summary>Copies. Yields progress and a <see cref="FileTransfer"/>.</summary>
    /// <param name="cancellation">Ends the copy; nothing of it stays.</param>
    /// <exception cref="DockerOpsException">As <see cref="PrepareAsync"/>, NoSpace, and Corrupt: the two ends differ, what came leads out of its folder, or files changed meanwhile.</exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync($"Copy {source} from {shell.Host}", meter, stop => CopyAsync(meter, stop), cancellation);
    }

    private async Task<FileTransfer> CopyAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using var folder = new ReceivedFolder(Path, Partial);
            var hash = await ReceiveAsync(folder, meter, cancellation).ConfigureAwait(false);
            folder.Commit(overwrite);
            return new FileTransfer
            {
                Path = Path,
                HostPath = source,
                DockerHost = shell.Host,
                FromHost = true,
                Files = folder.Files,
                LeftOut = folder.LeftOut,
                Length = meter.Done,
                Sha256 = hash,
                Resumed = 0,
                Duration = watch.Elapsed,
            };
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            cancellation.ThrowIfCancellationRequested();
            throw LocalFile.Explain(e, Path);
        }
    }

    private async Task<string> ReceiveAsync(ReceivedFolder folder, TransferMeter meter, CancellationToken cancellation)
    {
        await using var process = await shell.StartAsync(HostFolderScripts.Send(source), cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(process.Kill);
        process.Input.Close();
        using var sha = SHA256.Create();
        DockerOpsException? failure = null;
        await using (var hashed = new CryptoStream(new BlockingPipe(process.Output), sha, CryptoStreamMode.Read, leaveOpen: true))
        {
            try
            {
                await folder.FillAsync(new TarInput(hashed, $"What '{shell.Host}' sent of '{source}'"), meter, cancellation).ConfigureAwait(false);

                // Behind the end mark tar fills its record.
                await hashed.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
            }
            catch (DockerOpsException e)
            {
                // A tar that breaks off: the words of the other end say why.
                failure = e;
                process.Kill();
            }
        }

        cancellation.ThrowIfCancellationRequested();
        await shell.EndAsync(process, cancellation).ConfigureAwait(false);
        var words = (await process.ErrorsAsync().ConfigureAwait(false)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var told = words.LastOrDefault(line => line.StartsWith("tar=", StringComparison.Ordinal));
        if (told is not ("tar=0" or "tar=1") && (failure is null || told is not null)) throw HostFile.Explain(shell.Host, source, Said(words));
        if (failure is not null) throw failure;

        // GNU tar's code for files that changed while they were read (tar, Return codes).
        if (told == "tar=1")
            throw new DockerOpsException(FailureKind.Corrupt, $"Files of '{source}' on '{shell.Host}' changed while they were copied, and nothing was kept: {Said(words).Replace('\n', ' ')}", source);
        var theirs = words.LastOrDefault(line => line.StartsWith("hash=", StringComparison.Ordinal)) is { } line ? HostFile.FindHash(line["hash=".Length..]) : null;
        var ours = Hex.Lower(sha.Hash!);
        return ours == theirs ? ours : throw new DockerOpsException(
            FailureKind.Corrupt, $"What came of '{source}' differs from what '{shell.Host}' sent (SHA-256 of the tar). It was thrown away.", source);
    }

    private static string Said(IEnumerable<string> words) =>
        string.Join('\n', words.Where(line => !line.StartsWith("tar=", StringComparison.Ordinal) && !line.StartsWith("hash=", StringComparison.Ordinal)).TakeLast(4));
}
