using System.Management.Automation;

namespace DockerOps.Tests.Help;

/// <summary>What the sample cmdlet inherits.</summary>
public abstract class SampleCmdlet : PSCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? DockerHost { get; set; }
}

/// <summary>A cmdlet with one of each thing that help tells of.</summary>
[Cmdlet(VerbsLifecycle.Restart, "Sample", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = "Name", HelpUri = "https://example.org/restart")]
[OutputType(typeof(Version))]
public sealed class RestartSampleCommand : SampleCmdlet
{
    [Parameter(ParameterSetName = "Name", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "N")]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    [Parameter(ParameterSetName = "Object", Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public Uri? InputObject { get; set; }

    [Parameter]
    public FailureKind? Kind { get; set; }

    [Parameter, ValidateSet("fast", "slow")]
    public string Pace { get; set; } = "fast";

    [Parameter(Position = 1)]
    public Dictionary<string, int>? Weight { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter(DontShow = true)]
    public SwitchParameter Hidden { get; set; }

    public string? NotAParameter { get; set; }
}
