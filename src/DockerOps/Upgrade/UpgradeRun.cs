using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Runs what was prepared: forward, and back again by itself when a step fails.</summary>
public static class UpgradeRun
{
    private const int Patience = 5;

    /// <summary>
    /// Runs it. Yields progress, and one <see cref="UpgradeReport"/> as an <see cref="Output{T}"/>: a run that failed has one too.
    /// Cancelled, it goes back behind the caller's back; what cannot be finished then stays in the journal.
    /// </summary>
    /// <param name="upgrade">What was prepared.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DockerOpsException">Conflict: somebody else is at work on the host, or it is not as it was planned for. Unreachable.</exception>
    public static IAsyncEnumerable<Event> RunAsync(PreparedUpgrade upgrade, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upgrade);
        var meter = new TransferMeter();
        var verb = upgrade.Way == UpgradeWay.Back ? "Restore" : "Update";
        return Watched.RunAsync($"{verb} the engine on {upgrade.Plan.DockerHost}", meter, stop => RunAsync(upgrade, meter, stop), cancellation);
    }

    private static async Task<UpgradeReport> RunAsync(PreparedUpgrade upgrade, TransferMeter meter, CancellationToken cancellation)
    {
        if (upgrade.Context is not { } context) return Nothing(upgrade.Plan);
        var shell = context.Service.Shell;
        meter.Status = "taking the lock";
        context.Lock = await RunLock.TakeAsync(shell, Patience, () => meter.Status = "waiting for a step that was left running", cancellation).ConfigureAwait(false);
        var runner = new StepRunner(context, upgrade.Options.KnownFailures, meter);
        var kept = false;
        try
        {
            await BeginAsync(upgrade, context, meter, cancellation).ConfigureAwait(false);
            if (upgrade.Way == UpgradeWay.Back) return await BackAsync(upgrade, context, runner, null, meter, cancellation).ConfigureAwait(false);
            return await ForwardAsync(upgrade, context, runner, meter, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.Journal is { Entries.Count: > 0 } && upgrade.Way != UpgradeWay.Back)
        {
            kept = true;
            _ = FinishAsync(upgrade, context, runner);
            throw;
        }
        finally
        {
            if (!kept) await context.Lock.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task BeginAsync(PreparedUpgrade upgrade, RunContext context, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "looking at the host again";
        var swarm = upgrade.IsSwarmManager && upgrade.Way != UpgradeWay.Resume
            ? await SwarmFacts.AwaitQuorumAsync(context.Session.Engine, context.Timeout, cancellation).ConfigureAwait(false)
            : null;
        var journals = await UpgradeJournal.ListAsync(context.Service.Shell, cancellation).ConfigureAwait(false);
        if (upgrade.Way == UpgradeWay.Forward)
        {
            // Between the plan and the lock somebody else may have been at work.
            if (journals.LastOrDefault(journal => !journal.IsClosed && journal.Entries.Count > 0) is { } open) throw Changed(context, $"the run {open.Id} was begun meanwhile");
            var version = await context.Session.Engine.RenewVersionAsync(cancellation).ConfigureAwait(false);
            if (PackageVersion.Upstream(version.Engine) != context.Record.FromVersion) throw Changed(context, $"its engine is {version.Engine} now");
            // A way back is never refused: it may be what brings the others back.
            if (swarm is { KeepsQuorum: false }) throw Changed(context, $"of {swarm.Managers} managers of its swarm {swarm.Reachable} can be reached, and without this one there is no majority");
            context.Journal = await UpgradeJournal.CreateAsync(context.Service.Shell, context.Record, cancellation).ConfigureAwait(false);
        }
        else
        {
            context.Journal = journals.FirstOrDefault(journal => journal.Id == context.Record.Id) ?? throw Changed(context, $"the run {context.Record.Id} is gone");
            if (context.Journal.IsRolledBack) throw Changed(context, $"the run {context.Record.Id} was undone meanwhile");
            if (upgrade.Way == UpgradeWay.Resume && (context.Journal.IsUpgraded || context.Journal.IsOnWayBack))
                throw Changed(context, $"the run {context.Record.Id} was {(context.Journal.IsUpgraded ? "finished" : "sent on its way back")} meanwhile");
        }
    }

    private static async Task<UpgradeReport> ForwardAsync(
        PreparedUpgrade upgrade, RunContext context, StepRunner runner, TransferMeter meter, CancellationToken cancellation)
    {
        var journal = context.Journal!;
        var steps = upgrade.Steps;
        try
        {
            for (var n = 0; n < steps.Count; n++)
            {
                if (journal.IsDone(steps[n].Id, back: false)) continue;
                meter.Status = $"{n + 1} of {steps.Count}: {steps[n].What}";
                await runner.RunAsync(steps[n], back: false, cancellation).ConfigureAwait(false);
            }
        }
        catch (DockerOpsException e) when (e.Kind != FailureKind.Unreachable)
        {
            return await BackAsync(upgrade, context, runner, e, meter, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e)
        {
            // Nothing more can be done over this connection; the journal on the host knows how far it came.
            context.Tell("Restore-DockerEngine goes back, Update-DockerEngine -Resume goes on, as soon as the host can be reached.");
            return RunReport.Of(context, upgrade.Plan, UpgradeOutcome.Interrupted, e);
        }

        await journal.NoteAsync(JournalEntryKind.Upgraded, "", back: false, null, cancellation).ConfigureAwait(false);
        return RunReport.Of(context, upgrade.Plan, UpgradeOutcome.Upgraded, null);
    }

    private static async Task<UpgradeReport> BackAsync(
        PreparedUpgrade upgrade, RunContext context, StepRunner runner, DockerOpsException? cause, TransferMeter meter, CancellationToken cancellation)
    {
        var (journal, touched) = (context.Journal!, NeedsWayBack(context, context.Journal!));
        try
        {
            await context.Lock!.RenewAsync(context.Service.Shell, cancellation).ConfigureAwait(false);
            var steps = WayBack(context, journal);
            for (var n = 0; n < steps.Count; n++)
            {
                meter.Status = $"way back, {n + 1} of {steps.Count}: {(steps[n].Undo.Count == 0 ? steps[n].What : "undo " + steps[n].Id)}";
                await runner.RunAsync(steps[n], back: true, cancellation).ConfigureAwait(false);
            }

            await journal.NoteAsync(JournalEntryKind.RolledBack, "", back: true, (cause ?? context.Loss)?.Message, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e)
        {
            context.Tell("The way back did not come to its end; Restore-DockerEngine tries again.");
            if (cause is not null) context.Tell(e.Message);
            return RunReport.Of(context, upgrade.Plan, UpgradeOutcome.Interrupted, cause ?? e);
        }

        var outcome = upgrade.Way == UpgradeWay.Back ? UpgradeOutcome.Restored : touched ? UpgradeOutcome.RolledBack : UpgradeOutcome.Unchanged;
        return RunReport.Of(context, upgrade.Plan, outcome, cause ?? context.Loss);
    }

    /// <summary>The steps that are still to be undone, in order, with the look before them and the last look.</summary>
    internal static IReadOnlyList<RunStep> WayBack(RunContext context, UpgradeJournal journal)
    {
        var steps = RunSteps.Forward(context).Reverse().Where(step => step.Undo.Count > 0 && journal.HasBegun(step.Id, back: false) && !journal.IsDone(step.Id, back: true)).ToList();
        if (NeedsWayBack(context, journal)) steps.Add(RunSteps.Last(context, journal.WasUpgraded));
        if (journal.WasUpgraded && !journal.IsDone(RunSteps.InventoryBack, back: true)) steps.Insert(0, RunSteps.First(context));
        return steps;
    }

    private static bool NeedsWayBack(RunContext context, UpgradeJournal journal) =>
        RunSteps.Forward(context).SkipWhile(step => step.Id is "keep" or "download" or "inventory").Any(step => journal.HasBegun(step.Id, back: false));

    private static async Task FinishAsync(PreparedUpgrade upgrade, RunContext context, StepRunner runner)
    {
        try
        {
            await BackAsync(upgrade, context, runner, null, new TransferMeter(), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            await context.Lock!.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static UpgradeReport Nothing(UpgradePlan plan)
    {
        var blocked = plan.Findings.Where(finding => finding.Severity == UpgradeSeverity.Blocking).Select(finding => finding.Message).ToList();
        return new()
        {
            DockerHost = plan.DockerHost,
            FromVersion = plan.FromVersion,
            ToVersion = plan.ToVersion,
            Findings = plan.Findings,
            Outcome = blocked.Count > 0 ? UpgradeOutcome.Skipped : UpgradeOutcome.AlreadyThere,
            Failure = blocked.Count > 0 ? string.Join(' ', blocked) : null,
            FailureKind = blocked.Count > 0 ? FailureKind.Conflict : null,
        };
    }

    private static DockerOpsException Changed(RunContext context, string why) => new(
        FailureKind.Conflict, $"'{context.Session.Host}' is not as it was when the upgrade was planned: {why}. Plan it again.", context.Session.Host);
}
