using System.Management.Automation;
using DockerOps.Containers;
using DockerOps.Engine;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsLifecycle.Restart, "DockerContainer", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class RestartDockerContainerCommand : ContainerChangeCmdlet
{
    [Parameter]
    [Duration]
    public TimeSpan? Timeout { get; set; }

    protected override EngineRequest Request(string name) => ContainerRequests.Restart(name, Timeout);
}
