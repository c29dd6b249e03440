using System.Management.Automation;
using DockerOps.Daemon;
using DockerOps.Installation;

namespace DockerOps.Cmdlets.Daemon;

[Cmdlet(VerbsLifecycle.Enable, "DockerEngine", SupportsShouldProcess = true)]
[OutputType(typeof(DockerEngine))]
public sealed class EnableDockerEngineCommand : HostsCmdlet
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var host in Hosts) Attempt(host, () => Enable(host));
    }

    private void Enable(DockerHost host)
    {
        var session = Open(host);
        var plan = Wait(stop => EngineStartPlan.PrepareAsync(session, stop));
        if (plan.Steps.Count == 0) WriteVerbose($"{session.Host} starts its engine at every boot anyway.");
        else if (ShouldRun(session.Host, plan.Lines)) Wait(plan.RunAsync);
        else return;
        if (PassThru) WriteObject(Wait(stop => EngineReading.ReadAsync(session, measure: false, stop)));
    }
}
