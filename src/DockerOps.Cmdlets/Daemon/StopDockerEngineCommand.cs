using System.Management.Automation;
using DockerOps.Daemon;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Daemon;

[Cmdlet(VerbsLifecycle.Stop, "DockerEngine", SupportsShouldProcess = true)]
[OutputType(typeof(DockerEngine))]
public sealed class StopDockerEngineCommand : EngineServiceCmdlet
{
    protected override string NothingToDo => "does not run";

    protected override Task<EngineServicePlan> PrepareAsync(HostSession session, CancellationToken cancellation) =>
        EngineServicePlan.StopAsync(session, Timeout, cancellation);
}
