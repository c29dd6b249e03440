using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsCommon.Remove, "DockerImage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveDockerImageCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Image", "Id")]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [FromObject(AsReference = true)]
    public ImageReference[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter KeepParents { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name.Select(name => name.WithDefaultTag().ToString()))
        {
            Attempt(name, () =>
            {
                Wait(stop => ImageList.FindAsync(Engine, name, stop));
                Run(ImageRequests.Remove(name, Force, KeepParents));
            });
        }
    }
}
