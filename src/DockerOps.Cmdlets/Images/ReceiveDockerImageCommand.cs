using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Engine;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsCommunications.Receive, "DockerImage", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class ReceiveDockerImageCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Image")]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public ImageReference[] Name { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string? Platform { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name) Attempt(name, () => Receive(name));
    }

    private void Receive(ImageReference name)
    {
        if (name.Repository.Length == 0)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{name}' is an id, and registries know names: repository[:tag].", name);
        var engine = Engine;
        EngineRequest[] requests = [ImageRequests.Pull(name, Platform)];
        if (ShouldRun(engine.Host, requests)) Relay<Image>(stop => ImageRegistry.RunAsync(engine, name, requests, stop), WriteObject);
    }
}
