using System.Management.Automation;
using DockerOps.BaseImages;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.BaseImages;

[Cmdlet(VerbsCommon.New, "DockerBaseImage", SupportsShouldProcess = true, DefaultParameterSetName = "Repository")]
[OutputType(typeof(Image))]
public sealed class NewDockerBaseImageCommand : BaseImageCmdlet
{
    [Parameter]
    public string[] Group { get; set; } = [];

    [Parameter]
    public string[] Package { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Repository")]
    public YumRepositoryDefinition[] Repository { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "RepositoryPath")]
    [ValidateNotNullOrEmpty]
    public string RepositoryPath { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReleaseVersion { get; set; }

    protected override BaseImageSpec Complete(ImageReference name) => new()
    {
        Name = name,
        Groups = Group,
        Packages = Package,
        Repositories = ParameterSetName == "Repository" ? Repository : YumConfigurationFile.Read(this.Full(RepositoryPath)).Repositories,
        ReleaseVersion = ReleaseVersion,
    };
}
