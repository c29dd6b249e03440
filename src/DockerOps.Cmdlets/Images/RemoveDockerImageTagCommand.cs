using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsCommon.Remove, "DockerImageTag", SupportsShouldProcess = true)]
public sealed class RemoveDockerImageTagCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Image", "Tag")]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [FromObject(AsReference = true)]
    public ImageReference[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var name in Name.Select(name => name.WithDefaultTag().ToString()))
        {
            Attempt(name, () =>
            {
                Check(Wait(stop => ImageList.FindAsync(Engine, name, stop)), name);
                Run(ImageRequests.Remove(name, force: false, keepParents: true));
            });
        }
    }

    // The engine removes an image with its last name; whoever takes off a tag does not expect to lose the image.
    private static void Check(Image image, string tag)
    {
        if (!image.References.Contains(tag))
            throw new DockerOpsException(
                FailureKind.InvalidInput, $"'{tag}' is no tag of an image on '{image.DockerHost}'; its tags are: {string.Join(", ", image.References)}.", tag);
        if (image.References.Count == 1)
            throw new DockerOpsException(
                FailureKind.Conflict, $"'{tag}' is the last tag of its image, which would be removed with it. Use Remove-DockerImage for that.", tag);
    }
}
