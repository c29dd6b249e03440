using System.Management.Automation;
using DockerOps.Installation;

namespace DockerOps.Cmdlets.Installation;

[Cmdlet(VerbsCommon.Get, "DockerEngine")]
[OutputType(typeof(DockerEngine))]
public sealed class GetDockerEngineCommand : DockerHostCmdlet
{
    [Parameter]
    public SwitchParameter Size { get; set; }

    protected override void ProcessRecord() => Attempt(DockerHost, () =>
    {
        var session = Session;
        WriteObject(Wait(stop => EngineReading.ReadAsync(session, Size, stop)));
    });
}
