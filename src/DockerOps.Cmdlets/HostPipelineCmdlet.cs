using System.Management.Automation;
using DockerOps.Cmdlets.Completers;

namespace DockerOps.Cmdlets;

/// <summary>A cmdlet about a host as a whole: what comes through the pipeline is the host, as an address or by an object's property.</summary>
public abstract class HostPipelineCmdlet : DockerHostCmdlet
{
    // Attributes of parameters are not inherited.
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    [Host]
    public override DockerHost? DockerHost { get; set; }
}
