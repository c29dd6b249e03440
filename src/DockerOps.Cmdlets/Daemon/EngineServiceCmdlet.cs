using System.Management.Automation;
using DockerOps.Daemon;
using DockerOps.Installation;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Daemon;

/// <summary>Starts, stops or restarts the engine of a host by its service.</summary>
public abstract class EngineServiceCmdlet : HostsCmdlet
{
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = EngineService.DefaultTimeout;

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is said of an engine that is in the wanted state already.</summary>
    protected abstract string NothingToDo { get; }

    protected override void ProcessRecord()
    {
        foreach (var host in Hosts) Attempt(host, () => Change(host));
    }

    private void Change(DockerHost host)
    {
        var session = Open(host);
        var plan = Wait(stop => PrepareAsync(session, stop));
        if (plan.Steps.Count == 0) WriteVerbose($"The engine on {session.Host} {NothingToDo}.");
        else if (ShouldRun(session.Host, plan.Lines)) Relay<EngineServiceState>(plan.RunAsync, _ => { });
        else return;
        if (PassThru) WriteObject(Wait(stop => EngineReading.ReadAsync(session, measure: false, stop)));
    }

    /// <summary>Looks at the host and makes a plan.</summary>
    protected abstract Task<EngineServicePlan> PrepareAsync(HostSession session, CancellationToken cancellation);
}
