namespace DockerOps.Upgrade;

/// <summary>Makes the report of a run.</summary>
internal static class RunReport
{
    public static UpgradeReport Of(RunContext context, UpgradePlan plan, UpgradeOutcome outcome, DockerOpsException? failure) => new()
    {
        DockerHost = context.Session.Host,
        RunId = context.Record.Id,
        FromVersion = context.Record.FromVersion,
        ToVersion = context.Record.ToVersion,
        Outcome = outcome,
        Downtime = JournalReport.Downtime(context.Journal!),
        Steps = JournalReport.Steps(context.Journal!),
        Findings = plan.Findings,
        Differences = context.Differences,
        KnownFailures = context.KnownFailures,
        Failure = failure?.Message,
        FailureKind = failure?.Kind,
        Evidence = context.Evidence,
    };
}
