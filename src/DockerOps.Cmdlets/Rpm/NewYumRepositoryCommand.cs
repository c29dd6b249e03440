using System.Management.Automation;

namespace DockerOps.Cmdlets.Rpm;

[Cmdlet(VerbsCommon.New, "YumRepository", SupportsShouldProcess = true, DefaultParameterSetName = "Package")]
[OutputType(typeof(YumRepository))]
public sealed class NewYumRepositoryCommand : YumRepositoryBuildCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void EndProcessing() => Build(Path, request => request with { Name = Name, Force = Force, AskClient = true });
}
