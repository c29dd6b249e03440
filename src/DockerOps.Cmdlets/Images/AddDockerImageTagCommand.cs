using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsCommon.Add, "DockerImageTag", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class AddDockerImageTagCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Image", "Id")]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [FromObject(AsReference = true)]
    public ImageReference Name { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    public ImageReference[] Tag { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        var name = Name.WithDefaultTag().ToString();
        foreach (var tag in Tag)
        {
            Attempt(name, () =>
            {
                Wait(stop => ImageList.FindAsync(Engine, name, stop));
                if (!Run(ImageRequests.Tag(name, tag))) return;
                if (PassThru) WriteObject(Wait(stop => ImageList.FindAsync(Engine, tag.WithDefaultTag().ToString(), stop)));
            });
        }
    }
}
