using System.Management.Automation;
using DockerOps.Containers;
using DockerOps.Engine;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsLifecycle.Start, "DockerContainer", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class StartDockerContainerCommand : ContainerChangeCmdlet
{
    protected override EngineRequest Request(string name) => ContainerRequests.Start(name);
}
