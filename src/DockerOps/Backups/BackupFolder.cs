using DockerOps.Files;
using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Backups;

/// <summary>The folder of a backup, to be read: on this machine or on a host.</summary>
internal abstract record BackupFolder
{
    // A manifest names every file, and is far shorter than this.
    private const int LongestManifest = 64 << 20;

    private BackupFolder()
    {
    }

    /// <summary>Finds the folder of a backup. The host is asked only where the folder is on it.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Unsupported"/>: it is on a host that has no shell.</exception>
    public static async Task<BackupFolder> OpenAsync(Backup backup, HostSession? session, CancellationToken cancellation) => backup.IsOnHost
        ? new OnHost(await session!.Shell.AsRootAsync(cancellation).ConfigureAwait(false), backup.Path)
        : new Here(backup.Path);

    /// <summary>Hands a file's bytes to a reader.</summary>
    /// <param name="path">Its path below the folder.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">NotFound: there is no such file. NotPermitted, Unreachable.</exception>
    public abstract Task ReadAsync(string path, Func<Stream, Task> read, CancellationToken cancellation);

    /// <summary>Reads a small file whole.</summary>
    public async Task<byte[]> BytesAsync(string path, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await ReadAsync(
            path,
            async stream =>
            {
                var buffer = new byte[64 * 1024];
                int count;
                while ((count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
                {
                    if (bytes.Length + count > LongestManifest) throw new DockerOpsException(FailureKind.Corrupt, $"'{Show(path)}' is far too long.", path);
                    bytes.Write(buffer, 0, count);
                }
            },
            cancellation).ConfigureAwait(false);
        return bytes.ToArray();
    }

    /// <summary>A file of the folder, as a full path.</summary>
    public abstract string Show(string path);

    /// <summary>A folder on this machine.</summary>
    /// <param name="Path">Its full path.</param>
    internal sealed record Here(string Path) : BackupFolder
    {
        public override string Show(string path) => System.IO.Path.Combine(Path, path);

        public override async Task ReadAsync(string path, Func<Stream, Task> read, CancellationToken cancellation)
        {
            await using var file = LocalFile.OpenRead(Show(path));
            await read(file).ConfigureAwait(false);
        }
    }

    /// <summary>A folder on a host.</summary>
    /// <param name="Root">The shell of root there.</param>
    /// <param name="Path">Its full path.</param>
    internal sealed record OnHost(HostShell Root, string Path) : BackupFolder
    {
        public override string Show(string path) => $"{Path.TrimEnd('/')}/{path}";

        public override async Task ReadAsync(string path, Func<Stream, Task> read, CancellationToken cancellation)
        {
            await using var command = await HostCommand.StartAsync(Root, HostFileScripts.Send(Show(path), 0), cancellation).ConfigureAwait(false);
            await using var kill = cancellation.Register(command.Kill).ConfigureAwait(false);
            command.Input.Close();
            await read(command.BulkOutput).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (await command.EndAsync(cancellation).ConfigureAwait(false) != 0)
                throw HostFile.Explain(Root.Host, Show(path), await command.ErrorsAsync().ConfigureAwait(false));
        }
    }
}
