using System.Management.Automation;

namespace DockerOps.Cmdlets.Rpm;

[Cmdlet(VerbsData.Update, "YumRepository", SupportsShouldProcess = true, DefaultParameterSetName = "Package")]
[OutputType(typeof(YumRepository))]
public sealed class UpdateYumRepositoryCommand : YumRepositoryBuildCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    [SupportsWildcards]
    public string[] Remove { get; set; } = [];

    protected override void EndProcessing() => Build(Path, request => request with { Update = true, Remove = Remove });
}
