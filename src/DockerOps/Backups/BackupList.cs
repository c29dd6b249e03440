using DockerOps.Files;
using DockerOps.Sessions;

namespace DockerOps.Backups;

/// <summary>Finds and reads backups.</summary>
public static class BackupList
{
    private const string Script = """
        for m in "$1/manifest.json" "$1"/*/manifest.json; do if [ -f "$m" ]; then printf '%s\n' "${m%/manifest.json}"; fi; done
        for m in "$1"/*.partial; do if [ -d "$m" ]; then printf '%s\n' "$m"; fi; done
        """;

    /// <summary>The folders of backups: the folder itself when it is one, else those in it. One that was never finished ends in <c>.partial</c>.</summary>
    /// <param name="path">A full path on this machine.</param>
    /// <exception cref="DockerOpsException">NotFound: there is no such folder. NotPermitted.</exception>
    public static IReadOnlyList<string> Folders(string path)
    {
        if (!Directory.Exists(path)) throw new DockerOpsException(FailureKind.NotFound, $"There is no folder '{path}'.", path);
        try
        {
            if (IsBackup(path) || path.EndsWith(BackupStore.Partial, StringComparison.Ordinal)) return [path];
            return [.. Directory.EnumerateDirectories(path)
                .Where(folder => IsBackup(folder) || folder.EndsWith(BackupStore.Partial, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, path);
        }
    }

    /// <summary>The same on a host.</summary>
    /// <exception cref="DockerOpsException">NotPermitted, Unreachable, Unsupported.</exception>
    public static async Task<IReadOnlyList<string>> FoldersOnHostAsync(HostSession session, string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var root = await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        var text = await root.ReadAsync(["sh", "-c", Script, "sh", path.Length > 1 ? path.TrimEnd('/') : path], cancellation).ConfigureAwait(false);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(folder => folder.StartsWith('/'))];
    }

    /// <summary>Whether a folder was never finished.</summary>
    public static bool IsUnfinished(string folder) => folder.EndsWith(BackupStore.Partial, StringComparison.Ordinal);

    /// <summary>Reads a backup's manifest.</summary>
    /// <param name="folder">Its folder on this machine, a full path.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">NotFound: no manifest, so it is no backup. Corrupt: the manifest is damaged. Unsupported: a later version wrote it.</exception>
    public static Task<Backup> ReadAsync(string folder, CancellationToken cancellation) => ReadAsync(new BackupFolder.Here(folder), null, folder, cancellation);

    /// <summary>Reads the manifest of a backup on a host.</summary>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    /// <param name="session">The host.</param>
    /// <param name="folder">Its folder there, a full path.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<Backup> ReadOnHostAsync(HostSession session, string folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var root = await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        return await ReadAsync(new BackupFolder.OnHost(root, folder), session.Host, folder, cancellation).ConfigureAwait(false);
    }

    private static async Task<Backup> ReadAsync(BackupFolder place, DockerHost? host, string folder, CancellationToken cancellation)
    {
        var path = place.Show(BackupManifest.FileName);
        byte[] bytes;
        try
        {
            bytes = await place.BytesAsync(BackupManifest.FileName, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            throw new DockerOpsException(
                FailureKind.NotFound, $"'{folder}' is no backup: it has no {BackupManifest.FileName}, which is written last. Half a backup is none.", folder, e);
        }

        var manifest = BackupManifest.Read(bytes, path);
        try
        {
            return manifest.ToBackup(host ?? DockerHost.Parse(manifest.DockerHost), folder, host is not null);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.InvalidInput)
        {
            throw new DockerOpsException(FailureKind.Corrupt, $"'{path}' names a host that is none: {e.Message}", path, e);
        }
    }

    private static bool IsBackup(string folder) => File.Exists(Path.Combine(folder, BackupManifest.FileName));
}
