using System.Collections;
using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

// VerbsLifecycle.Build came with PowerShell 6, after the reference this is compiled against.
[Cmdlet("Build", "DockerImage", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class BuildDockerImageCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "Context")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    [Alias("Dockerfile")]
    [ValidateNotNullOrEmpty]
    public string? File { get; set; }

    // Texts, so that a name that is none becomes an error like all others.
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[] Tag { get; set; } = [];

    [Parameter]
    [Alias("BuildArg")]
    [KeyValues]
    public IDictionary? BuildArgument { get; set; }

    [Parameter]
    [KeyValues]
    public IDictionary? Label { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    [Parameter]
    public SwitchParameter NoCache { get; set; }

    [Parameter]
    public SwitchParameter Pull { get; set; }

    [Parameter]
    public SwitchParameter BuildKit { get; set; }

    protected override void ProcessRecord() => Attempt(Path, () =>
    {
        var spec = new ImageBuildSpec
        {
            Folder = this.Full(Path),
            File = File is null ? null : this.Full(File),
            Tags = [.. Tag.Select(ImageReference.Parse)],
            Arguments = KeyValuesAttribute.Read(BuildArgument),
            Labels = KeyValuesAttribute.Read(Label),
            Target = Target,
            Network = Network,
            NoCache = NoCache,
            Pull = Pull,
            BuildKit = BuildKit,
        };
        var engine = Engine;
        var plan = Wait(stop => ImageBuildPlan.PrepareAsync(engine, spec, stop));
        if (ShouldRun(engine.Host, [plan.Request])) Relay<Image>(stop => ImageBuild.RunAsync(engine, plan, stop), WriteObject);
    });
}
