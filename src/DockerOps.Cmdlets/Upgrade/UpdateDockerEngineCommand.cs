using System.Management.Automation;
using DockerOps.Backups;
using DockerOps.Upgrade;

namespace DockerOps.Cmdlets.Upgrade;

[Cmdlet(VerbsData.Update, "DockerEngine", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = New)]
[OutputType(typeof(UpgradeReport))]
public sealed class UpdateDockerEngineCommand : UpgradePlanCmdlet
{
    private readonly List<(DockerHost Host, BackupPlan? Backup, PreparedUpgrade Upgrade)> agreed = [];

    [Parameter(ParameterSetName = New, ValueFromPipeline = true)]
    public UpgradePlan? Plan { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Resume")]
    public SwitchParameter Resume { get; set; }

    [Parameter(ParameterSetName = New)]
    [ValidateNotNullOrEmpty]
    public string? BackupPath { get; set; }

    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 1;

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxFailure { get; set; } = 1;

    protected override void ProcessRecord()
    {
        foreach (var host in DockerHost is [] && Plan is not null ? [Plan.DockerHost] : Hosts) Attempt(host, () => Agree(host));
    }

    protected override void EndProcessing()
    {
        var safe = agreed.Where(item => item.Backup is null || Attempt(item.Host, () => Back(item.Host, item.Backup))).Select(item => item.Upgrade).ToList();
        Attempt(null, () => EngineRuns.Relay(this, UpgradeFleet.RunAsync(safe, ThrottleLimit, MaxFailure, StopToken).ToBlockingEnumerable(StopToken)));
    }

    private void Agree(DockerHost host)
    {
        // The newest is not taken unasked: a plan that names it is.
        if (!Resume && (Version ?? Plan?.ToVersion) is null)
        {
            throw new DockerOpsException(
                FailureKind.InvalidInput, $"Say which version '{host}' is to have, as -Version 28.5.2, or -Version 26.1 for the newest 26.1. Get-DockerUpgradePlan finds the newest, and its plan can be piped in.", host);
        }

        var session = Open(host);
        var upgrade = Resume ? Wait(stop => PreparedUpgrade.ResumeAsync(session, Known, stop)) : Prepare(host, Plan);
        foreach (var finding in upgrade.Plan.Findings)
        {
            if (finding.Severity == UpgradeSeverity.Warning) WriteWarning($"{host}: {finding.Message}");
            else if (finding.Severity == UpgradeSeverity.Information) WriteVerbose($"{host}: {finding.Message}");
        }

        if (EngineRuns.Refusal(upgrade.Plan) is { } refusal) throw refusal;
        var backup = BackupPath is null || upgrade.Plan.Steps.Count == 0
            ? null
            : Wait(stop => HostBackup.PrepareAsync(session, this.Full(BackupPath), new BackupOptions(), stop));
        foreach (var warning in backup?.Warnings ?? []) WriteWarning($"{host}: {warning}");
        if (upgrade.Plan.Steps.Count == 0 || ShouldRun(host, [.. backup?.Lines ?? [], .. upgrade.Lines])) agreed.Add((host, backup, upgrade));
    }

    // An engine whose host could not be backed up is left as it is.
    private void Back(DockerHost host, BackupPlan plan) =>
        Relay<Backup>(plan.RunAsync, backup => WriteVerbose($"{host}: the backup is in '{backup.Path}'."));
}
