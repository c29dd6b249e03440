using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsCommon.Copy, "DockerImage", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class CopyDockerImageCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Image", "Id")]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public ImageReference[] Name { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    public DockerHost[] Destination { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var name in Name.Select(name => name.WithDefaultTag().ToString()))
        {
            foreach (var destination in Destination) Attempt(name, () => Copy(name, destination));
        }
    }

    private void Copy(string name, DockerHost destination)
    {
        var source = Engine;
        if (!ShouldRun(destination, [ImageCopy.Plan(source.Host, [name])])) return;
        var target = Wait(stop => OpenHosts.Sessions.GetAsync(destination, stop)).Engine;
        Relay<IReadOnlyList<Image>>(
            stop => ImageCopy.RunAsync(source, target, [name], stop), images => WriteObject(images, enumerateCollection: true));
    }
}
