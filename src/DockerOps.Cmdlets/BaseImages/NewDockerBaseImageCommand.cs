using System.Management.Automation;
using DockerOps.BaseImages;

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
        Repositories = ParameterSetName == "Repository" ? Repository : Read(this.Full(RepositoryPath)),
        ReleaseVersion = ReleaseVersion,
    };

    private static IReadOnlyList<YumRepositoryDefinition> Read(string path)
    {
        try
        {
            return YumConfiguration.Parse(File.ReadAllText(path), path).Repositories;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DockerOpsException(FailureKind.NotFound, $"'{path}' cannot be read: {e.Message}", path, e);
        }
    }
}
