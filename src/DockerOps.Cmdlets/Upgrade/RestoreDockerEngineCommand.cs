using System.Management.Automation;
using DockerOps.Upgrade;

namespace DockerOps.Cmdlets.Upgrade;

[Cmdlet(VerbsData.Restore, "DockerEngine", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(UpgradeReport))]
public sealed class RestoreDockerEngineCommand : UpgradeCmdlet
{
    private readonly List<PreparedUpgrade> agreed = [];

    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 1;

    protected override void ProcessRecord()
    {
        foreach (var host in Hosts)
        {
            Attempt(host, () =>
            {
                var session = Open(host);
                var restore = Wait(stop => PreparedUpgrade.RestoreAsync(session, Known, stop));
                foreach (var finding in restore.Plan.Findings) WriteWarning($"{host}: {finding.Message}");
                if (ShouldRun(host, restore.Lines)) agreed.Add(restore);
            });
        }
    }

    protected override void EndProcessing() => Attempt(null, () => EngineRuns.Relay(
        this, UpgradeFleet.RunAsync(agreed, ThrottleLimit, maxFailures: null, StopToken).ToBlockingEnumerable(StopToken)));
}
