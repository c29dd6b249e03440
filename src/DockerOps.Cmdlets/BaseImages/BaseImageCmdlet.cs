using System.Collections;
using System.Management.Automation;
using DockerOps.BaseImages;
using DockerOps.Cmdlets.Completers;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.BaseImages;

/// <summary>A cmdlet that makes a base image of packages, on the host whose engine gets it.</summary>
public abstract class BaseImageCmdlet : HostPipelineCmdlet
{
    // A string, so that a name that is none becomes an error like all others.
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string Name { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Tag { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string? Architecture { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    public MinimizeStep[] Minimize { get; set; } = Enum.GetValues<MinimizeStep>();

    [Parameter]
    [AllowEmptyCollection]
    public string[] Command { get; set; } = ["/bin/bash"];

    [Parameter]
    [KeyValues]
    public IDictionary? Environment { get; set; }

    [Parameter]
    [KeyValues]
    public IDictionary? Label { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TemporaryFolder { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [FromObject]
    public string? BuilderImage { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(VolumeNameCompleter))]
    public string[] BuilderVolume { get; set; } = [];

    [Parameter]
    public SwitchParameter KeepFailed { get; set; }

    /// <summary>What to install, and from where.</summary>
    protected abstract BaseImageSpec Complete(ImageReference name);

    protected sealed override void ProcessRecord() => Attempt(Name, () =>
    {
        var spec = Complete(FullName()) with
        {
            Architecture = Architecture,
            Minimize = [.. Minimize.Distinct()],
            Command = Command,
            Environment = KeyValuesAttribute.Read(Environment),
            Labels = KeyValuesAttribute.Read(Label),
            TemporaryFolder = TemporaryFolder,
            BuilderImage = BuilderImage,
            BuilderVolumes = [.. BuilderVolume.Select(VolumeSpec.Parse)],
            KeepFailed = KeepFailed,
        };
        spec.Check();
        var session = Session;
        var plan = Wait(stop => BaseImagePlan.PrepareAsync(session, spec, stop));
        if (ShouldRun(session.Host, plan.Steps)) Relay<Image>(plan.RunAsync, WriteObject);
    });

    private ImageReference FullName()
    {
        var name = ImageReference.Parse(Name);
        if (Tag is null) return name;
        if (name.Tag is null) return ImageReference.Parse(Name + ":" + Tag);
        throw new DockerOpsException(FailureKind.InvalidInput, $"'{Name}' has a tag already, and -Tag names another.", Name);
    }
}
