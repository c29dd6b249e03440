using System.Management.Automation;

namespace DockerOps.Cmdlets.Upgrade;

/// <summary>What the cmdlets that change engines do with the events of several hosts.</summary>
internal static class EngineRuns
{
    /// <summary>Shows progress, one bar for each host and one for all; hands on the reports, each failed one with an error.</summary>
    public static void Relay(DockerOpsCmdlet cmdlet, IEnumerable<Event> events)
    {
        var views = new Dictionary<string, ProgressView>(StringComparer.Ordinal);
        try
        {
            foreach (var item in events)
            {
                if (item is Progress progress)
                {
                    if (!views.TryGetValue(progress.Activity, out var view)) views[progress.Activity] = view = new(cmdlet);
                    view.Show(progress);
                }
                else if (item is Output<UpgradeReport> { Value: var report })
                {
                    cmdlet.WriteObject(report);
                    if (report.Failure is not null) cmdlet.WriteError(Error(report));
                }
            }
        }
        finally
        {
            foreach (var view in views.Values) view.Dispose();
        }
    }

    /// <summary>Why a plan cannot be run; null when it can.</summary>
    public static DockerOpsException? Refusal(UpgradePlan plan)
    {
        var blocking = plan.Findings.Where(finding => finding.Severity == UpgradeSeverity.Blocking).ToList();
        if (blocking.Count == 0) return null;
        var kind = blocking[0].Id switch
        {
            UpgradeFindingId.NotAvailable => FailureKind.NotFound,
            UpgradeFindingId.NoSpace => FailureKind.NoSpace,
            UpgradeFindingId.Not64Bit or UpgradeFindingId.MissingProgram or UpgradeFindingId.NotInPackage => FailureKind.Unsupported,
            _ => FailureKind.Conflict,
        };
        return new(kind, $"The engine on '{plan.DockerHost}' is left alone. {string.Join(' ', blocking.Select(finding => finding.Message))}", plan.DockerHost);
    }

    private static ErrorRecord Error(UpgradeReport report)
    {
        var end = report.Outcome switch
        {
            UpgradeOutcome.RolledBack or UpgradeOutcome.Restored => $" The old version {report.FromVersion} runs again.",
            UpgradeOutcome.Unchanged => " Nothing was changed.",
            UpgradeOutcome.Interrupted => " It did not come to its end: Restore-DockerEngine goes back.",
            _ => "",
        };
        return ErrorRecords.From(new(report.FailureKind ?? FailureKind.CommandFailed, report.Failure + end, report.DockerHost), report.DockerHost);
    }
}
