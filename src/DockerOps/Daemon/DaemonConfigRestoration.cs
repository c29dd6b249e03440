using DockerOps.Daemon.Changes;
using DockerOps.Sessions;

namespace DockerOps.Daemon;

/// <summary>Brings earlier versions of a host's configuration back.</summary>
public static class DaemonConfigRestoration
{
    /// <summary>The versions that are kept on a host, newest first.</summary>
    /// <param name="session">The host.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <exception cref="DockerOpsException">NotPermitted: no root. Unsupported: no command can be run there. Unreachable.</exception>
    public static async Task<IReadOnlyList<KeptDaemonConfig>> ListAsync(HostSession session, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var root = await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        var store = await ConfigStore.ReadAsync(root, ConfigScripts.Base, texts: false, cancellation).ConfigureAwait(false);
        if (store.Versions.Count == 0) store = await ConfigStore.ReadAsync(root, ConfigScripts.Boot2DockerBase, texts: false, cancellation).ConfigureAwait(false);
        return [.. store.Versions.Reverse()];
    }

    /// <summary>Looks at the host and makes a plan, changing nothing.</summary>
    /// <param name="session">The host.</param>
    /// <param name="id">
    /// The version: its files come back as they were before that change, and so do those of all later ones. Null takes the last change
    /// back; a change that was cut off is taken back first.
    /// </param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotFound: there is no such version. Conflict: data would be left behind. And as for a change.</exception>
    public static async Task<DaemonConfigPlan> PrepareAsync(HostSession session, string? id, DaemonConfigOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(options);
        var situation = await ConfigSituation.LookAsync(session, texts: true, cancellation).ConfigureAwait(false);
        var after = situation.Config;
        var beside = new Dictionary<string, ConfigFileChange>(StringComparer.Ordinal);
        foreach (var version in Wanted(situation, id))
        {
            after = ConfigSituation.With(after, situation.Store, version);
            foreach (var path in version.Files.Where(path => path.EndsWith(".pem", StringComparison.Ordinal)))
            {
                beside[path] = await TlsFiles.ChangeAsync(situation.Shell, path, situation.Store.Texts.GetValueOrDefault((version.Id, path)), cancellation).ConfigureAwait(false);
            }
        }

        var move = await MoveAsync(situation, after, options, cancellation).ConfigureAwait(false);
        return new ConfigPlanning(situation, after, options) { Move = move, Beside = [.. beside.Values.Where(f => !Same(f.Before, f.After))] }.Plan();
    }

    // The folder that the engine goes back to may have been removed since.
    private static async Task<DataRootMove?> MoveAsync(ConfigSituation situation, DaemonConfig after, DaemonConfigOptions options, CancellationToken cancellation)
    {
        if (!ConfigComparison.Names(situation.Config, after).Contains("data-root")) return null;
        var to = situation.DataRootOf(after);
        var move = await DataRootMove.LookAsync(situation.Shell, situation.DataRootOf(situation.Config), to, options, [.. situation.LeftCopies.Values], cancellation).ConfigureAwait(false);
        if (options.Force || move is not { HasData: true, FindsData: false }) return move;
        throw new DockerOpsException(
            FailureKind.Conflict,
            $"'{move.From}' on '{situation.Shell.Host}' holds images, containers or volumes, and '{to}' none, so the engine would have lost them from sight. Use Set-DockerDaemonConfig -DataRoot '{to}' -MoveData to take them back there, or -Force to leave them behind.",
            to);
    }

    // Newest first: the oldest of them has the last word about a file.
    private static IEnumerable<KeptDaemonConfig> Wanted(ConfigSituation situation, string? id)
    {
        var done = situation.Store.Versions.Where(v => v.State == KeptConfigState.Done).ToList();
        if (id is null)
        {
            if (situation.Store.Open.Count > 0) return [];
            if (done.Count > 0) return [done[^1]];
            throw new DockerOpsException(
                FailureKind.NotFound,
                situation.Store.Versions.Count == 0
                    ? $"No earlier version of the configuration is kept on '{situation.Shell.Host}'."
                    : $"No change of the configuration of '{situation.Shell.Host}' is left to take back: those that are kept were taken back already. Restore-DockerDaemonConfig -List tells them.",
                situation.Shell.Host);
        }

        var at = situation.Store.Versions.ToList().FindIndex(v => v.Id == id);
        if (at < 0)
            throw new DockerOpsException(FailureKind.NotFound, $"There is no version '{id}' on '{situation.Shell.Host}'; Restore-DockerDaemonConfig -List tells them.", id);
        return situation.Store.Versions.Skip(at).Where(v => v.State == KeptConfigState.Done || v.Id == id).Reverse();
    }

    private static bool Same(byte[]? a, byte[]? b) => a is null ? b is null : b is not null && a.AsSpan().SequenceEqual(b);
}
