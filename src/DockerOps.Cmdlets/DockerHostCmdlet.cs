using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Engine;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets;

/// <summary>A cmdlet that works on one host: the one given, or the one the Docker CLI would use.</summary>
public abstract class DockerHostCmdlet : DockerOpsCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    [Host]
    public virtual DockerHost? DockerHost { get; set; }

    /// <summary>The host in force for the current item.</summary>
    protected DockerHost EffectiveHost => DockerHost ?? DockerOps.DockerHost.Default;

    /// <summary>The session of the host in force, opened if need be.</summary>
    protected HostSession Session => Wait(stop => OpenHosts.Sessions.GetAsync(EffectiveHost, stop));

    /// <summary>The engine of the host in force.</summary>
    protected EngineClient Engine => Session.Engine;

    /// <summary>Shows or asks for the requests, and sends them in order. The same objects are shown and sent.</summary>
    protected bool Run(params IReadOnlyList<EngineRequest> requests)
    {
        var engine = Engine;
        if (!ShouldRun(engine.Host, requests)) return false;
        foreach (var request in requests) Wait(stop => engine.RunAsync(request, stop));
        return true;
    }
}
