using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using DockerOps.Sessions;

namespace DockerOps.Backups;

/// <summary>Restores a backup on the host it was made of, or on another: looked into first, then run.</summary>
public static class HostRestore
{
    /// <summary>Looks at both sides and makes a plan, changing nothing.</summary>
    /// <param name="session">The host to restore on.</param>
    /// <param name="backup">The backup.</param>
    /// <param name="options">What, and how.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">
    /// Conflict: something is there with other content, and <see cref="RestoreOptions.Force"/> is not given; the message names
    /// all. InvalidInput: it is another host. NotFound: a container needs what is neither there nor restored. Corrupt. Unsupported.
    /// </exception>
    public static async Task<RestorePlan> PrepareAsync(HostSession session, Backup backup, RestoreOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(backup);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Include.Contains(BackupPart.Engine))
            throw new DockerOpsException(FailureKind.Unsupported, "An engine cannot be replaced through itself; its programs are put back by Restore-DockerEngine.", BackupPart.Engine);
        var host = await RestoreHost.LookAsync(session, cancellation).ConfigureAwait(false);
        if (host.State.HostName != backup.HostName && session.Host != backup.DockerHost && !options.IsClone)
            throw new DockerOpsException(
                FailureKind.InvalidInput, $"The backup is of '{backup.HostName}' ({backup.DockerHost}), and this is '{host.State.HostName}'. Use -Clone to restore it on another host.", session.Host);

        var folder = await BackupFolder.OpenAsync(backup, await HomeAsync(session, backup).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        var steps = new RestoreSteps(host, backup, folder, options);
        if (options.Include.Contains(BackupPart.Configuration)) await steps.ConfigurationAsync(cancellation).ConfigureAwait(false);
        if (options.Include.Contains(BackupPart.Networks))
            steps.Networks(BackupDefinitions.Networks(backup, await ReadAsync(folder, backup, BackupPart.Networks, cancellation).ConfigureAwait(false)));
        if (options.Include.Contains(BackupPart.Images)) steps.Images();
        if (options.Include.Contains(BackupPart.Volumes)) await steps.VolumesAsync(cancellation).ConfigureAwait(false);
        if (options.Include.Contains(BackupPart.Containers))
            new RestoreContainers(host, backup, options, steps).Add(BackupDefinitions.Containers(backup, await ReadAsync(folder, backup, BackupPart.Containers, cancellation).ConfigureAwait(false)));
        if (host.Tar is { Shell: var root } && await HoldJournal.LeftAsync(root, cancellation).ConfigureAwait(false) is { Count: > 0 } left)
            steps.Add(new PutBackStep(new(BackupPart.Containers, string.Join(", ", left.Select(one => one.Hold.Name))), host.Engine, root, left));
        return steps.ToPlan();
    }

    // A backup that lies on a host is read there, whichever host it is restored on.
    private static Task<HostSession> HomeAsync(HostSession session, Backup backup) => !backup.IsOnHost || session.Host == backup.DockerHost
        ? Task.FromResult(session)
        : throw new DockerOpsException(
            FailureKind.Unsupported, $"The backup lies on '{backup.DockerHost}'. Copy it here with Copy-DockerHostItem, or restore it there.", backup.Path);

    private static async Task<IReadOnlyList<JsonObject>> ReadAsync(BackupFolder folder, Backup backup, BackupPart part, CancellationToken cancellation)
    {
        var found = new List<JsonObject>();
        foreach (var file in backup.Files.Where(file => file.Part == part))
        {
            var bytes = await folder.BytesAsync(file.Path, cancellation).ConfigureAwait(false);
            // Definitions are read before the other files are checked, so they are checked here.
            if (Hex.Lower(SHA256.HashData(bytes)) != file.Sha256)
                throw new DockerOpsException(FailureKind.Corrupt, $"'{folder.Show(file.Path)}' was changed after it was written: its SHA-256 is another one.", file.Path);
            try
            {
                var json = JsonNode.Parse(bytes);
                found.AddRange(json is JsonArray list ? list.OfType<JsonObject>() : json is JsonObject one ? [one] : []);
            }
            catch (JsonException e)
            {
                throw new DockerOpsException(FailureKind.Corrupt, $"'{folder.Show(file.Path)}' cannot be read: {e.Message}", file.Path, e);
            }
        }

        return found;
    }
}
