using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

// VerbsLifecycle.Build came with PowerShell 6, after the reference this is compiled against.
[Cmdlet("Build", "RpmPackage", SupportsShouldProcess = true)]
[OutputType(typeof(RpmPackage))]
public sealed class BuildRpmPackageCommand : RpmBuildCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "Spec")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [FromObject]
    public string BuilderImage { get; set; } = "";

    [Parameter(Position = 2)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "./rpm";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SourcePath { get; set; }

    [Parameter]
    public RpmBuildKind Kind { get; set; }

    protected override void ProcessRecord() => AttemptFiles(Path, literal: false, Build);

    private void Build(string file)
    {
        var engine = Engine;
        var spec = new RpmBuildSpec
        {
            SpecFile = file,
            Sources = SourcePath is null ? null : this.Full(SourcePath),
            BuilderImage = ImageReference.Parse(BuilderImage),
            Destination = this.Full(Destination),
            Defines = KeyValuesAttribute.Read(Define),
            Kind = Kind,
            Network = Network,
            MaxSize = MaxSize,
            Force = Force,
        };
        var plan = Wait(stop => RpmBuildPlan.PrepareAsync(engine, spec, stop));
        if (plan.IsUnchanged || ShouldRun(engine.Host, plan.Steps)) Relay<RpmPackage>(plan.RunAsync, WriteObject);
    }
}
