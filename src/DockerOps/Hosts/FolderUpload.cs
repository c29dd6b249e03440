using System.Diagnostics;
using System.Formats.Tar;
using System.Security.Cryptography;
using DockerOps.Files;
using DockerOps.Transport;

namespace DockerOps.Hosts;

/// <summary>
/// Copies a folder of this machine, and all below it, to a host: looked into first, then run. It is filled beside the target as
/// <c>NAME.partial</c>, from a tar that is hashed at both ends, and gets its name when it is whole. Links in it stay links; devices,
/// pipes and sockets are left out. Nothing stays of what was cut.
/// </summary>
public sealed class FolderUpload
{
    // Behind the prompt a stopped copy is still cleaned up.
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(800);

    private readonly HostShell shell;
    private readonly DirectoryInfo source;
    private readonly LocalTree tree;
    private readonly bool overwrite;
    private readonly bool exists;
    private readonly long length;

    private FolderUpload(HostShell shell, DirectoryInfo source, LocalTree tree, string hostPath, bool overwrite, bool exists, long length)
    {
        this.shell = shell;
        this.source = source;
        this.tree = tree;
        this.overwrite = overwrite;
        this.exists = exists;
        this.length = length;
        HostPath = hostPath;
    }

    /// <summary>The folder it will become on the host.</summary>
    public string HostPath { get; }

    /// <summary>What <see cref="RunAsync"/> will do, step by step.</summary>
    public IReadOnlyList<string> Steps =>
    [
        $"copy {source.FullName} and all below it to {Partial} on {shell.Host}",
        exists ? $"move what is in {Partial} into {HostPath} on {shell.Host}" : $"rename {Partial} to {HostPath} on {shell.Host}",
    ];

    private string Partial => PartialFile.PartialOf(HostPath);

    /// <summary>Looks at both ends, changing nothing.</summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="source">The folder here, a full path.</param>
    /// <param name="destination">The folder there, or an existing one to put it in; a relative path counts from the user's home.</param>
    /// <param name="overwrite">Whether it may go into an existing folder, and replace files of the same names there.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotFound, InvalidInput (no folder), Conflict (it exists), NotPermitted, NoSpace, Unreachable.</exception>
    public static async Task<FolderUpload> PrepareAsync(
        HostShell shell, string source, string destination, bool overwrite, CancellationToken cancellation)
    {
        if (LocalTree.Find(source) is not DirectoryInfo found || found.Parent is null)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{source}' is no folder that could be copied.", source);
        var target = await HostTarget.FindAsync(shell, destination, Path.GetFileName(Path.TrimEndingDirectorySeparator(source)), cancellation).ConfigureAwait(false);
        if (target.IsFile) throw new DockerOpsException(FailureKind.Conflict, $"'{target.Path}' on '{shell.Host}' is a file, and is never replaced by a folder.", target.Path);
        if (target.IsFolder && !overwrite) throw target.Exists();
        target.ThrowIfClosed();
        var tree = new LocalTree(found.FullName);
        var length = tree.Measure(cancellation);
        target.ThrowIfTooSmall(length);
        return new FolderUpload(shell, found, tree, target.Path, overwrite, target.IsFolder, length);
    }

    /// <summary>Copies. Yields progress and a <see cref="FileTransfer"/>.</summary>
    /// <param name="cancellation">Ends the copy; nothing of it stays.</param>
    /// <exception cref="DockerOpsException">As <see cref="PrepareAsync"/>, and Corrupt: the two ends differ, or a file became shorter meanwhile.</exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter { Total = length };
        return Watched.RunAsync($"Copy {source.FullName} to {shell.Host}", meter, stop => CopyAsync(meter, stop), cancellation);
    }

    private async Task<FileTransfer> CopyAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var committed = false;
        var made = false;
        try
        {
            var (files, ours, theirs) = await SendAsync(meter, () => made = true, cancellation).ConfigureAwait(false);
            if (ours != theirs)
                throw new DockerOpsException(FailureKind.Corrupt, $"'{HostPath}' on '{shell.Host}' differs from '{source.FullName}' (SHA-256 of the tar); it was thrown away. Try again.", HostPath);
            meter.Status = "renaming";
            await CommitAsync(cancellation).ConfigureAwait(false);
            committed = true;
            return new FileTransfer
            {
                Path = source.FullName,
                HostPath = HostPath,
                DockerHost = shell.Host,
                FromHost = false,
                Files = files,
                LeftOut = tree.LeftOut,
                Length = meter.Done,
                Sha256 = ours,
                Resumed = 0,
                Duration = watch.Elapsed,
            };
        }
        finally
        {
            if (made && !committed) await RemoveAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(int Files, string Ours, string Theirs)> SendAsync(TransferMeter meter, Action begun, CancellationToken cancellation)
    {
        await using var process = await shell.StartAsync(HostFolderScripts.Receive(Partial), cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(process.Kill);
        using var sha = SHA256.Create();
        var files = 0;
        IOException? broken = null;
        try
        {
            files = await WriteAsync(process.Input, sha, meter, cancellation).ConfigureAwait(false);
            process.Input.Close();
        }
        catch (IOException e)
        {
            // The other end has stopped listening: its words say why.
            broken = e;
            process.Kill();
        }
        catch
        {
            begun();
            throw;
        }

        var text = await HostFile.ReadAsync(process, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var code = await shell.EndAsync(process, cancellation).ConfigureAwait(false);
        if (code == HostFolderScripts.Exists)
            throw new DockerOpsException(FailureKind.Conflict, $"'{Partial}' on '{shell.Host}' is in the way: another copy writes it, or one has left it that was cut. It can be removed.", Partial);
        begun();
        var theirs = HostFile.FindHash(text);
        return code == 0 && broken is null && theirs is not null
            ? (files, Hex.Lower(sha.Hash!), theirs)
            : throw HostFile.Explain(shell.Host, HostPath, await process.ErrorsAsync().ConfigureAwait(false));
    }

    private async Task<int> WriteAsync(Stream input, SHA256 sha, TransferMeter meter, CancellationToken cancellation)
    {
        await using var hashed = new CryptoStream(new BlockingPipe(input), sha, CryptoStreamMode.Write, leaveOpen: true);
        await using var buffered = new BufferedStream(hashed, 256 * 1024);
        TreeTar content;
        await using (var tar = new TarWriter(buffered, TarEntryFormat.Pax, leaveOpen: true))
        {
            // The writer makes no tar of nothing. While it is filled, the folder is the user's alone.
            var root = new PaxTarEntry(TarEntryType.Directory, "./") { Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute };
            await tar.WriteEntryAsync(root, cancellation).ConfigureAwait(false);

            // A set-user-id bit never travels.
            content = new TreeTar(tar, meter) { Kept = (UnixFileMode)0x1FF };
            await content.WriteAsync(new SentTree(tree, ""), cancellation).ConfigureAwait(false);
        }

        return content.Files;
    }

    private async Task CommitAsync(CancellationToken cancellation)
    {
        var mode = OperatingSystem.IsWindows() ? "755" : Convert.ToString((int)source.UnixFileMode & 0x1FF, 8);
        var result = await shell.RunAsync(HostFolderScripts.Commit(Partial, HostPath, overwrite, mode), cancellation).ConfigureAwait(false);
        if (result.ExitCode == HostFolderScripts.Exists)
            throw new DockerOpsException(FailureKind.Conflict, $"'{HostPath}' was made by somebody else on '{shell.Host}' meanwhile; it is left alone.", HostPath);
        if (result.ExitCode == HostFolderScripts.Differs)
            throw new DockerOpsException(FailureKind.Conflict, $"'{ArchiveText.Shown(result.ErrorOutput.Trim())}' on '{shell.Host}' is in the way: no folder replaces a file or a link, and no file a folder. Nothing was changed.", HostPath);
        if (!result.Success) throw HostFile.Explain(shell.Host, HostPath, result.ErrorOutput);
    }

    private async Task RemoveAsync(CancellationToken cancellation)
    {
        var removing = shell.RunAsync(HostFolderScripts.Remove(Partial), CancellationToken.None);
        var done = removing.ContinueWith(task => _ = task.Exception, TaskScheduler.Default);
        if (cancellation.IsCancellationRequested) await Task.WhenAny(done, Task.Delay(Soon, CancellationToken.None)).ConfigureAwait(false);
        else await done.ConfigureAwait(false);
    }
}
