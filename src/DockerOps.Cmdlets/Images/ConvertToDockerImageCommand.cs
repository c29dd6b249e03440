using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsData.ConvertTo, "DockerImage", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class ConvertToDockerImageCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [FromObject]
    public string Container { get; set; } = "";

    [Parameter(Position = 1)]
    public ImageReference? Tag { get; set; }

    [Parameter]
    public string? Author { get; set; }

    [Parameter]
    public string? Message { get; set; }

    [Parameter]
    public SwitchParameter NoPause { get; set; }

    protected override void ProcessRecord() => Attempt(Container, () =>
    {
        var engine = Engine;
        var request = ImageRequests.Commit(Container, Tag, Author, Message, pause: !NoPause);
        if (!ShouldRun(engine.Host, [request])) return;
        Relay<Image>(stop => ImageCommit.RunAsync(engine, Container, request, Tag, stop), WriteObject);
    });
}
