using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Engine;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsData.Publish, "DockerImage", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class PublishDockerImageCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Image")]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [FromObject(AsReference = true)]
    public ImageReference[] Name { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public string? Registry { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name) Attempt(name, () => Publish(name.WithDefaultTag()));
    }

    private void Publish(ImageReference name)
    {
        if (name.Repository.Length == 0 || name.Digest is not null)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{name}' is an id or a digest, and a registry needs a name: repository[:tag].", name);
        var engine = Engine;
        Wait(stop => ImageList.FindAsync(engine, name.ToString(), stop));
        var there = Registry is null ? name : ImageReference.Parse($"{Registry}/{PathOf(name)}:{name.Tag}");
        EngineRequest[] requests = there.Equals(name) ? [ImageRequests.Push(there)] : [ImageRequests.Tag(name.ToString(), there), ImageRequests.Push(there)];
        if (ShouldRun(engine.Host, requests)) Relay<Image>(stop => ImageRegistry.RunAsync(engine, there, requests, stop), WriteObject);
    }

    // An image of one registry keeps its path in another.
    private static string PathOf(ImageReference name) =>
        name.Repository.StartsWith(name.Registry + "/", StringComparison.Ordinal) ? name.Repository[(name.Registry.Length + 1)..] : name.Repository;
}
