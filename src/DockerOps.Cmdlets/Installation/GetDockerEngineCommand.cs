using System.Management.Automation;
using DockerOps.Installation;

namespace DockerOps.Cmdlets.Installation;

[Cmdlet(VerbsCommon.Get, "DockerEngine")]
[OutputType(typeof(DockerEngine))]
public sealed class GetDockerEngineCommand : HostsCmdlet
{
    [Parameter]
    public SwitchParameter Size { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var host in Hosts) Attempt(host, () => WriteObject(Read(host)));
    }

    private DockerEngine Read(DockerHost host)
    {
        var session = Open(host);
        return Wait(stop => EngineReading.ReadAsync(session, Size, stop));
    }
}
