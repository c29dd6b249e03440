using DockerOps.Daemon.Changes;
using DockerOps.Sessions;

namespace DockerOps.Daemon;

/// <summary>Changes settings of a host's engine.</summary>
public static class DaemonConfigWriting
{
    /// <summary>Looks at the host and makes a plan, changing nothing.</summary>
    /// <param name="session">The host.</param>
    /// <param name="changes">What is wanted.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">
    /// InvalidInput: no such option or value, or the engine would not start. Conflict: data would be left behind. NotPermitted: no root.
    /// NotFound: nothing to remove. NoSpace, Unsupported, Unreachable.
    /// </exception>
    public static async Task<DaemonConfigPlan> PrepareAsync(
        HostSession session, IReadOnlyList<DaemonChange> changes, DaemonConfigOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(options);
        var situation = await ConfigSituation.LookAsync(session, texts: false, cancellation).ConfigureAwait(false);
        CheckReadable(situation.Config);
        var editor = new DaemonConfigEditor(situation.Config, situation.IsBoot2Docker);
        if (options.Merge) editor.Merge();
        var tls = options.TlsSource is { } folder ? TlsFiles.Read(folder, situation.IsBoot2Docker) : null;
        foreach (var change in tls?.Complete(changes, editor.Config) ?? changes)
            editor.Apply(options.Append ? DaemonAppend.Complete(change, editor.Config) : change, options.Document);
        var after = editor.Finish();
        var move = await MoveAsync(situation, after, options, cancellation).ConfigureAwait(false);
        var beside = tls is null ? [] : await tls.ChangesAsync(situation.Shell, cancellation).ConfigureAwait(false);
        return new ConfigPlanning(situation, after, options) { Beside = beside, Move = move }.Plan();
    }

    private static async Task<DataRootMove?> MoveAsync(ConfigSituation situation, DaemonConfig after, DaemonConfigOptions options, CancellationToken cancellation)
    {
        if (!ConfigComparison.Names(situation.Config, after).Contains("data-root")) return null;
        var (from, to) = (situation.DataRootOf(situation.Config), situation.DataRootOf(after));
        var move = await DataRootMove.LookAsync(situation.Shell, from, to, options, [.. situation.LeftCopies.Values], cancellation).ConfigureAwait(false);
        if (move is { HasData: true } && !options.MoveData && !options.Force)
        {
            throw new DockerOpsException(
                FailureKind.Conflict,
                $"'{from}' on '{situation.Shell.Host}' holds images, containers or volumes, and the engine would not see them at '{to}'. Use -MoveData to take them along, or -Force to leave them behind.",
                to);
        }

        if (move is { HasData: true } && options is { MoveData: true, NoRestart: true })
            throw new DockerOpsException(FailureKind.InvalidInput, "-MoveData stops and starts the engine, so it does not go with -NoRestart.", to);
        return move;
    }

    // What cannot be read cannot be changed in one place.
    private static void CheckReadable(DaemonConfig config)
    {
        if (config.Problems.FirstOrDefault(p => p.Id is ConfigFindingId.InvalidJson or ConfigFindingId.InvalidSyntax) is not { } problem) return;
        throw new DockerOpsException(FailureKind.InvalidInput, $"{problem.Message} Correct it by hand, or bring an earlier version back with Restore-DockerDaemonConfig; nothing was written.", problem.Source?.Path);
    }
}
