using DockerOps.Daemon;
using DockerOps.Engine;
using DockerOps.Sessions;

namespace DockerOps.Upgrade;

/// <summary>Prepares to finish what the journal on a host tells of, from that journal alone.</summary>
internal static class InterruptedRun
{
    public static async Task<PreparedUpgrade> PrepareAsync(HostSession session, UpgradeWay way, UpgradeOptions options, CancellationToken cancellation)
    {
        var service = await EngineService.FindAsync(session, cancellation).ConfigureAwait(false);
        var journals = await UpgradeJournal.ListAsync(service.Shell, cancellation).ConfigureAwait(false);
        var journal = journals.LastOrDefault(journal => !journal.IsClosed && journal.Entries.Count > 0)
            ?? (way == UpgradeWay.Back ? journals.LastOrDefault(journal => journal.IsUpgraded) : null)
            ?? throw new DockerOpsException(FailureKind.NotFound, way == UpgradeWay.Back
                ? $"The journal on '{session.Host}' has no upgrade that could be undone."
                : $"The journal on '{session.Host}' has no run that was interrupted.", session.Host);
        if (way == UpgradeWay.Resume && journal.IsOnWayBack)
            throw new DockerOpsException(FailureKind.Conflict, $"The run {journal.Id} on '{session.Host}' is on its way back already. Restore-DockerEngine finishes it.", session.Host);
        var context = new RunContext(session, service, await journal.RecordAsync(cancellation).ConfigureAwait(false));
        if (way == UpgradeWay.Back && journal.IsUpgraded)
        {
            await CheckAsync(session, context.Record, cancellation).ConfigureAwait(false);
            await CheckKeptAsync(context, cancellation).ConfigureAwait(false);
            await CheckDataRootAsync(session, context, journal, cancellation).ConfigureAwait(false);
        }

        IReadOnlyList<RunStep> steps = way == UpgradeWay.Back ? UpgradeRun.WayBack(context, journal) : RunSteps.Forward(context);
        IReadOnlyList<UpgradeFinding> findings = way == UpgradeWay.Back ? await ReplacedAsync(context, steps, cancellation).ConfigureAwait(false) : [];
        return new(Plan(context, journal, steps, way, findings), context, options) { Way = way, Steps = steps };
    }

    // What somebody has written since is not lost without a word.
    private static async Task<IReadOnlyList<UpgradeFinding>> ReplacedAsync(RunContext context, IReadOnlyList<RunStep> steps, CancellationToken cancellation)
    {
        if (!steps.Any(step => step.Undo.Any(part => part is PutBackConfiguration))) return [];
        var paths = await PutBackConfiguration.DifferingAsync(context, cancellation).ConfigureAwait(false);
        return paths.Count == 0 ? [] : [new(
            UpgradeSeverity.Warning, UpgradeFindingId.ConfigurationReplaced,
            $"Not as before the upgrade, and made so again: {string.Join(", ", paths)}. What is there now is kept in '{PutBackConfiguration.Replaced(context)}'.")];
    }

    // With the old configuration the engine would look for its data where it is no longer.
    private static async Task CheckDataRootAsync(HostSession session, RunContext context, UpgradeJournal journal, CancellationToken cancellation)
    {
        try
        {
            var (before, now) = (await journal.InventoryAsync(UpgradeJournal.Before, cancellation).ConfigureAwait(false), await EngineInfo.ReadAsync(session.Engine, cancellation).ConfigureAwait(false));
            if (before is null || now.DataRoot is not { } root || root == before.DataRoot) return;
            throw new DockerOpsException(
                FailureKind.Conflict,
                $"The data root on '{session.Host}' is '{root}', and was '{before.DataRoot}' before the upgrade: with the configuration of then the old engine would see no image, container or volume. Nothing was touched. Set-DockerDaemonConfig -DataRoot '{before.DataRoot}' -MoveData takes the data back first.",
                session.Host);
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.Unreachable)
        {
            // One that does not answer is what people go back from.
        }
    }

    // Somebody may have upgraded it since by other means, and the kept packages are not the ones before those.
    private static async Task CheckAsync(HostSession session, UpgradeRecord record, CancellationToken cancellation)
    {
        try
        {
            var version = await session.Engine.RenewVersionAsync(cancellation).ConfigureAwait(false);
            if (PackageVersion.Upstream(version.Engine) != PackageVersion.Upstream(record.ToVersion))
            {
                throw new DockerOpsException(
                    FailureKind.Conflict, $"The engine on '{session.Host}' is {version.Engine}, and the last upgrade there was to {record.ToVersion}: something else has changed it since.", session.Host);
            }
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.Unreachable)
        {
            // One that does not answer is what people go back from.
        }
    }

    // Older upgrades keep nothing, and somebody may have made room. Once the engine is stopped it is too late to notice.
    private static async Task CheckKeptAsync(RunContext context, CancellationToken cancellation)
    {
        foreach (var command in RunSteps.Kept(context))
        {
            if ((await context.Service.Shell.RunAsync(command, cancellation).ConfigureAwait(false)).Success) continue;
            throw new DockerOpsException(
                FailureKind.NotFound,
                $"'{context.Folder}' on '{context.Session.Host}' no longer has all that the way back to {context.Record.FromVersion} needs. Nothing was touched. Update-DockerEngine -Version {context.Record.FromVersion} -Force goes there too.",
                context.Session.Host);
        }
    }

    private static UpgradePlan Plan(RunContext context, UpgradeJournal journal, IReadOnlyList<RunStep> steps, UpgradeWay way, IReadOnlyList<UpgradeFinding> findings)
    {
        var (record, shell) = (context.Record, context.Service.Shell);
        return new()
        {
            DockerHost = context.Session.Host,
            FromVersion = record.FromVersion,
            ToVersion = record.ToVersion,
            Source = record.Source,
            Findings = findings,
            Packages = record.Packages,
            Steps = way == UpgradeWay.Back
                ? Undone(steps, context)
                : [.. steps.Where(step => !journal.IsDone(step.Id, back: false)).Select(step => step.Describe(shell))],
        };
    }

    // A stop that will find nothing is not shown. When it is run it looks again: an engine that was told to stop by a client that is
    // gone may still be on its way down.
    private static List<UpgradeStep> Undone(IReadOnlyList<RunStep> steps, RunContext context)
    {
        var (shell, runs, shown) = (context.Service.Shell, context.Service.State.CanBeStopped, new List<UpgradeStep>());
        foreach (var step in steps)
        {
            if (step.Undo.Count == 0)
            {
                shown.Add(step.Describe(shell));
                continue;
            }

            var commands = new List<string>();
            foreach (var part in step.Undo)
            {
                if (part is StopContainers or StopEngine && !runs) continue;
                commands.Add(part.Show(shell));
                runs = part is StartEngine || (runs && part is not StopEngine);
            }

            // Packages of dpkg start the services that they have.
            runs |= step.Id == RunSteps.Packages && context.Record.Manager == "apt";
            shown.Add(step.Describe(shell) with { What = $"undo: {step.What}", Commands = commands, Verified = "the last step compares", Undo = [] });
        }

        return shown;
    }
}
