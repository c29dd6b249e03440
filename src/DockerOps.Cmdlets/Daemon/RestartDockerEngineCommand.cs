using System.Management.Automation;
using DockerOps.Daemon;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Daemon;

[Cmdlet(VerbsLifecycle.Restart, "DockerEngine", SupportsShouldProcess = true)]
[OutputType(typeof(DockerEngine))]
public sealed class RestartDockerEngineCommand : EngineServiceCmdlet
{
    protected override string NothingToDo => "needs no restart";

    protected override Task<EngineServicePlan> PrepareAsync(HostSession session, CancellationToken cancellation) =>
        EngineServicePlan.RestartAsync(session, Timeout, cancellation);
}
