using System.Management.Automation;
using DockerOps.Daemon;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Daemon;

[Cmdlet(VerbsLifecycle.Start, "DockerEngine", SupportsShouldProcess = true)]
[OutputType(typeof(DockerEngine))]
public sealed class StartDockerEngineCommand : EngineServiceCmdlet
{
    protected override string NothingToDo => "runs already";

    protected override Task<EngineServicePlan> PrepareAsync(HostSession session, CancellationToken cancellation) =>
        EngineServicePlan.StartAsync(session, Timeout, cancellation);
}
