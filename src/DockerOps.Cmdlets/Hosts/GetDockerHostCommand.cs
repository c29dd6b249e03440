using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Hosts;

[Cmdlet(VerbsCommon.Get, "DockerHost")]
[OutputType(typeof(HostInfo))]
public sealed class GetDockerHostCommand : DockerOpsCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    [Host(Several = true)]
    public DockerHost[]? DockerHost { get; set; }

    protected override void ProcessRecord()
    {
        if (DockerHost is null)
        {
            Attempt(null, () => WriteObject(HostList.Known(OpenHosts.Sessions), enumerateCollection: true));
            return;
        }

        foreach (var host in DockerHost)
            Attempt(host, () => WriteObject(Wait(stop => HostList.AskAsync(OpenHosts.Sessions, host, stop))));
    }
}
