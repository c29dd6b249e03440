using System.Management.Automation;

namespace DockerOps.Cmdlets.Upgrade;

[Cmdlet(VerbsCommon.Get, "DockerUpgradePlan", DefaultParameterSetName = New)]
[OutputType(typeof(UpgradePlan))]
public sealed class GetDockerUpgradePlanCommand : UpgradePlanCmdlet
{
    protected override void ProcessRecord()
    {
        foreach (var host in Hosts) Attempt(host, () => WriteObject(Prepare(host, plan: null).Plan));
    }
}
