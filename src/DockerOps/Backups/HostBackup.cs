using System.Globalization;
using DockerOps.Sessions;

namespace DockerOps.Backups;

/// <summary>Backs up a host: looked into first, then run. Nothing is written but the backup's own folder.</summary>
public static class HostBackup
{
    // Of documents that are not measured: containers, networks, the manifest.
    private const long SmallFiles = 1 << 20;

    /// <summary>Looks at the host and makes a plan, changing nothing.</summary>
    /// <param name="session">The host.</param>
    /// <param name="path">The folder on this machine that takes backups, a full path; the backup gets a folder of its own in it, named after the host and the time.</param>
    /// <param name="options">What, and how.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">Conflict, NotFound, NotPermitted, NoSpace: the folder. Unreachable, EngineError.</exception>
    public static Task<BackupPlan> PrepareAsync(HostSession session, string path, BackupOptions options, CancellationToken cancellation) =>
        PrepareAsync(session, name => new LocalStore(Path.Combine(path, name)), options, cancellation);

    /// <summary>The same, with the backup on the host itself. It needs root there.</summary>
    /// <inheritdoc cref="PrepareAsync(HostSession, string, BackupOptions, CancellationToken)"/>
    /// <param name="session">The host.</param>
    /// <param name="path">The folder on the host that takes backups, a full path.</param>
    /// <param name="options">What, and how.</param>
    /// <param name="cancellation">Ends the look.</param>
    public static async Task<BackupPlan> PrepareOnHostAsync(HostSession session, string path, BackupOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var root = await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        return await PrepareAsync(session, name => new HostStore(root, $"{path.TrimEnd('/')}/{name}"), options, cancellation).ConfigureAwait(false);
    }

    private static async Task<BackupPlan> PrepareAsync(
        HostSession session, Func<string, BackupStore> open, BackupOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(options);
        var created = DateTimeOffset.UtcNow;
        var (reading, asking) = (EngineState.ReadAsync(session.Engine, cancellation), session.FactsAsync(cancellation));
        await Task.WhenAll(reading, asking).ConfigureAwait(false);
        var engine = await reading.ConfigureAwait(false);
        var facts = await asking.ConfigureAwait(false);
        var (tar, why) = await HostTar.FindAsync(session, facts, engine.HostName, engine.DataRoot, cancellation).ConfigureAwait(false);
        // Those that are put back first run while everything else is looked at.
        var left = tar is null ? [] : await HoldJournal.LeftAsync(tar.Shell, cancellation).ConfigureAwait(false);
        engine = engine.Running([.. left.Select(one => one.Hold.Id)]);
        var contents = new BackupContents(session, engine, tar, why, options);
        await contents.CollectAsync(cancellation).ConfigureAwait(false);

        var name = string.Create(CultureInfo.InvariantCulture, $"{FileName(engine.HostName)}_{created:yyyyMMdd'T'HHmmss'Z'}");
        var store = open(name);
        var size = contents.Stages.SelectMany(stage => stage.Items).Select(item => item.Size ?? 0).Append(SmallFiles).Total();
        await store.CheckAsync(size, cancellation).ConfigureAwait(false);
        var manifest = new BackupManifest
        {
            DockerHost = session.Host.Address,
            HostName = engine.HostName,
            Created = created,
            EngineVersion = engine.Version,
            Architecture = engine.Architecture,
            Distribution = $"{facts.Distribution} {facts.Version}".Trim(),
            Include = options.Include,
            Files = [],
            Images = contents.Images,
            Volumes = contents.Volumes,
            Containers = contents.Has(BackupPart.Containers) ? [.. contents.Containers.Select(container => container.Name)] : [],
            Networks = [.. contents.Networks],
            Packages = contents.Packages,
            Omitted = contents.Omitted,
        };
        return new BackupPlan(session, store, contents.Stages, manifest, size, tar?.Shell, left);
    }

    private static string FileName(string host) =>
        host.Length == 0 ? "host" : string.Concat(host.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-')).TrimStart('.');
}
