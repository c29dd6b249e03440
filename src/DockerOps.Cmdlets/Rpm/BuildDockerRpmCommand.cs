using System.Collections;
using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

// VerbsLifecycle.Build came with PowerShell 6, after the reference this is compiled against.
[Cmdlet("Build", "DockerRpm", SupportsShouldProcess = true)]
[OutputType(typeof(RpmPackage))]
public sealed class BuildDockerRpmCommand : RpmBuildCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Source { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Version { get; set; } = "";

    [Parameter(Mandatory = true, Position = 2, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionCompleter))]
    public string[] Distribution { get; set; } = [];

    [Parameter]
    public DockerRpmComponent[] Component { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [FromObject]
    public string? BuilderImage { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string? Architecture { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RuncCommit { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RuncSource { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContainerdCommit { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContainerdSource { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EngineSource { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CliSource { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Release { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? GitCommit { get; set; }

    [Parameter]
    public SwitchParameter Experimental { get; set; }

    [Parameter]
    public SwitchParameter NoManPage { get; set; }

    [Parameter]
    [Alias("BuildArg")]
    [KeyValues]
    public IDictionary? BuildArgument { get; set; }

    [Parameter]
    public SwitchParameter BuildKit { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var distribution in Distribution) Attempt(distribution, () => Build(Spec(distribution)));
    }

    private void Build(DockerRpmSpec spec)
    {
        var engine = Engine;
        DockerRpmPlan? plan = null;
        try
        {
            Relay<DockerRpmPlan>(stop => DockerRpmPlan.PrepareAsync(engine, spec, stop), prepared => plan = prepared);
            if (plan!.IsUnchanged || ShouldRun(engine.Host, plan.Steps)) Relay<RpmPackage>(plan.RunAsync, WriteObject);
        }
        finally
        {
            plan?.Dispose();
        }
    }

    private DockerRpmSpec Spec(string distribution)
    {
        var spec = new DockerRpmSpec
        {
            Source = Place(Source),
            Version = Version,
            Distribution = distribution,
            Destination = this.Full(Destination ?? $"./rpm/{distribution}"),
            Components = Component,
            Architecture = Architecture,
            BuilderImage = BuilderImage is null ? null : ImageReference.Parse(BuilderImage),
            RuncCommit = RuncCommit,
            ContainerdCommit = ContainerdCommit,
            Release = Release,
            GitCommit = GitCommit,
            Experimental = Experimental,
            ManPages = !NoManPage,
            Defines = KeyValuesAttribute.Read(Define),
            BuildArguments = KeyValuesAttribute.Read(BuildArgument),
            Network = Network,
            BuildKit = BuildKit,
            MaxSize = MaxSize,
            Force = Force,
        };
        return spec with
        {
            RuncSource = RuncSource is null ? spec.RuncSource : Place(RuncSource),
            ContainerdSource = ContainerdSource is null ? spec.ContainerdSource : Place(ContainerdSource),
            EngineSource = EngineSource is null ? spec.EngineSource : Place(EngineSource),
            CliSource = CliSource is null ? spec.CliSource : Place(CliSource),
        };
    }

    private string Place(string source) => DockerSources.IsAddress(source) ? source : this.Full(source);
}
