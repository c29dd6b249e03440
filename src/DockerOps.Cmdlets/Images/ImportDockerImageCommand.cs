using System.Management.Automation;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsData.Import, "DockerImage", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(Image))]
public sealed class ImportDockerImageCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    protected override void ProcessRecord()
    {
        var literal = ParameterSetName == "LiteralPath";
        AttemptFiles(literal ? LiteralPath : Path, literal, Import);
    }

    private void Import(string file)
    {
        var engine = Engine;
        var quiet = !ShowsProgress;
        if (!ShouldRun(engine.Host, [ImageRequests.Load(file, quiet)])) return;
        Relay<IReadOnlyList<Image>>(stop => ImageImport.RunAsync(engine, file, quiet, stop), images => WriteObject(images, enumerateCollection: true));
    }
}
