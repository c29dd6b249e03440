using System.Management.Automation;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsCommon.New, "DockerContainer", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class NewDockerContainerCommand : ContainerSpecCmdlet
{
    protected override void ProcessRecord() => AttemptPiped(nameof(Image), Image, Command, () =>
    {
        var spec = Spec();
        if (!ShouldRun(EffectiveHost, ContainerRequests.Create(spec))) return;
        var (id, warnings) = Wait(stop => ContainerCreation.RunAsync(Engine, spec, stop));
        foreach (var warning in warnings) WriteWarning(warning);
        WriteObject(Wait(stop => ContainerList.FindAsync(Engine, id, stop)));
    });
}
