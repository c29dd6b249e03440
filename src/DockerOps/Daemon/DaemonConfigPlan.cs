using DockerOps.Daemon.Changes;
using DockerOps.Hosts;

namespace DockerOps.Daemon;

/// <summary>A change of a host's configuration: looked into, shown, then run as a whole or not at all. The steps that are shown are those that are run.</summary>
public sealed class DaemonConfigPlan
{
    private const int Patience = 5;
    private readonly ConfigSituation situation;
    private readonly List<(ConfigPhase Phase, HostStep Step)> steps = [];

    internal DaemonConfigPlan(ConfigSituation situation, DaemonConfig after)
    {
        this.situation = situation;
        After = after;
    }

    /// <summary>The settings that change, by name.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>What the user should know before it is run, each as a sentence.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The configuration that it leads to.</summary>
    public DaemonConfig After { get; }

    /// <summary>The steps, in order; none when everything is as wanted already.</summary>
    public IReadOnlyList<HostStep> Steps => [.. steps.Select(s => s.Step)];

    /// <summary>Every step as it will be run, for people to read.</summary>
    public IReadOnlyList<string> Lines => [.. Steps.Select(step => step.Show(situation.Shell))];

    /// <summary>Where this change keeps the old files.</summary>
    public required string Folder { get; init; }

    internal TimeSpan Timeout { get; init; } = EngineService.DefaultTimeout;

    internal bool ChangesUnits { get; init; }

    /// <summary>Whether a running engine has its old settings again once it reads the old files.</summary>
    internal bool UndoneByReload { get; init; }

    /// <summary>What takes a half-made copy of the data away.</summary>
    internal HostStep? RemoveCopy { get; init; }

    internal bool TouchesEngine => steps.Any(s => s.Phase is ConfigPhase.Engine or ConfigPhase.Data);

    internal void Add(ConfigPhase phase, params IEnumerable<HostStep> more) => steps.AddRange(more.Select(step => (phase, step)));

    /// <summary>Runs the steps. Yields progress, and the settings that were changed as they are now, as a list.</summary>
    /// <param name="cancellation">Ends it; what was changed is taken back then.</param>
    /// <exception cref="DockerOpsException">
    /// Conflict: somebody else is changing the host's engine or its configuration. Whatever a step says: the old files are back then and the engine runs with them, or the message says what is left to do.
    /// </exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync($"Configure the engine on {situation.Shell.Host}", meter, stop => RunAsync(meter, stop), cancellation);
    }

    private async Task<IReadOnlyList<DaemonSetting>> RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        // An upgrade keeps the configuration, stops the engine, and may put the configuration back: one must not come between the steps of the other.
        await using var alone = await RunLock.TakeAsync(situation.Shell, Patience, () => meter.Status = "waiting for a step that was left running", cancellation).ConfigureAwait(false);
        await using var turn = await ConfigLock.TakeAsync(situation.Shell, situation.Store.Folder, meter, cancellation).ConfigureAwait(false);
        var since = await situation.Service.ClockAsync(cancellation).ConfigureAwait(false);
        var reached = ConfigPhase.Recover;
        try
        {
            foreach (var (phase, step) in steps)
            {
                cancellation.ThrowIfCancellationRequested();
                reached = phase;
                await step.RunAsync(turn.Shell, meter, phase == ConfigPhase.End ? CancellationToken.None : cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (reached is > ConfigPhase.Recover and < ConfigPhase.End)
        {
            await UndoAsync(turn.Shell, reached, since, meter, null).ConfigureAwait(false);
            throw;
        }
        catch (DockerOpsException e) when (reached is > ConfigPhase.Recover and < ConfigPhase.End)
        {
            var log = await UndoAsync(turn.Shell, reached, since, meter, e).ConfigureAwait(false);
            var back = reached < ConfigPhase.Data ? "Nothing was changed." : situation.EngineRuns && TouchesEngine
                ? "The old files are back, and the engine runs with them again."
                : "The old files are back.";
            throw new DockerOpsException(e.Kind, $"{e.Message}{log}{(e.Message.Contains('\n', StringComparison.Ordinal) || log.Length > 0 ? Environment.NewLine : " ")}{back}", e.Target ?? situation.Shell.Host, e);
        }

        return [.. After.Settings.Where(s => Changed.Contains(s.Name))];
    }

    // Never cancelled: a host that is half changed is the one thing that must not be left behind.
    private async Task<string> UndoAsync(HostShell shell, ConfigPhase reached, DateTimeOffset since, TransferMeter meter, DockerOpsException? why)
    {
        try
        {
            if (reached >= ConfigPhase.Switch) await new PutBackFiles(Folder, "").RunAsync(shell, meter, CancellationToken.None).ConfigureAwait(false);
            var log = "";
            if (reached >= ConfigPhase.Data && TouchesEngine)
            {
                var now = await situation.Service.AgainAsync(CancellationToken.None).ConfigureAwait(false);
                if (why is not null && !why.Message.Contains("level=", StringComparison.Ordinal)) log = await LogAsync(now, since).ConfigureAwait(false);
                await StartOldAsync(shell, reached, now, meter).ConfigureAwait(false);
            }

            // What an engine has begun to write in is left for people to look at.
            if (RemoveCopy is not null && (reached is ConfigPhase.Data or ConfigPhase.Switch)) await RemoveCopy.RunAsync(shell, meter, CancellationToken.None).ConfigureAwait(false);
            await new EndChange(Folder, KeptConfigState.Undone).RunAsync(shell, meter, CancellationToken.None).ConfigureAwait(false);
            return log;
        }
        catch (DockerOpsException e)
        {
            throw new DockerOpsException(
                e.Kind,
                $"{(why is null ? "It was stopped" : why.Message)}. Taking it back failed too: {e.Message} The old files are kept in '{Folder}' on '{shell.Host}'; Restore-DockerDaemonConfig puts them back.",
                shell.Host,
                why);
        }
    }

    private async Task StartOldAsync(HostShell shell, ConfigPhase reached, EngineService now, TransferMeter meter)
    {
        List<HostStep> start = ChangesUnits && reached >= ConfigPhase.Switch ? [.. now.ReadUnits()] : [];
        if (situation.EngineRuns)
        {
            // One that was told to stop may still run for as long as its containers take.
            var isStopping = steps.Any(s => s.Phase == ConfigPhase.Data);
            start.AddRange(now.State.IsActive && reached < ConfigPhase.Engine && !isStopping ? []
                : now.State.IsActive && UndoneByReload ? now.Reload(Timeout)
                : now.StartAnew(Timeout));
        }

        foreach (var step in start) await step.RunAsync(shell, meter, CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task<string> LogAsync(EngineService service, DateTimeOffset since)
    {
        var telling = EngineServiceLog.Telling(await service.LogAsync(since, null, CancellationToken.None).ConfigureAwait(false), 6);
        return telling.Count == 0 ? "" : Environment.NewLine + Secrets.Hide(string.Join(Environment.NewLine, telling));
    }
}
