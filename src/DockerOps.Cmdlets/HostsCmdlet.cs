using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets;

/// <summary>A cmdlet whose objects are hosts: those given, or the one the Docker CLI would use.</summary>
public abstract class HostsCmdlet : DockerOpsCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    [Host(Several = true)]
    public DockerHost[] DockerHost { get; set; } = [];

    /// <summary>The hosts in force.</summary>
    protected IReadOnlyList<DockerHost> Hosts => OrDefault(DockerHost);

    /// <summary>The session of a host, opened if need be.</summary>
    protected HostSession Open(DockerHost host) => Wait(stop => OpenHosts.Sessions.GetAsync(host, stop));
}
