using System.Management.Automation;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

[Cmdlet(VerbsLifecycle.Register, "YumRepository", SupportsShouldProcess = true, DefaultParameterSetName = "Definition")]
[OutputType(typeof(YumRepositoryRegistration))]
public sealed class RegisterYumRepositoryCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Definition", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public YumRepositoryDefinition? Definition { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Preset")]
    public YumPreset Preset { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Address")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(ParameterSetName = "Address")]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Address")]
    [Parameter(ParameterSetName = "Preset")]
    [ValidateNotNullOrEmpty]
    public string[] BaseUrl { get; set; } = [];

    [Parameter(ParameterSetName = "Address")]
    public string[] GpgKey { get; set; } = [];

    [Parameter(ParameterSetName = "Address")]
    public string[] Exclude { get; set; } = [];

    [Parameter(ParameterSetName = "Address")]
    public SwitchParameter NoGpgCheck { get; set; }

    [Parameter(ParameterSetName = "Address")]
    public SwitchParameter Disabled { get; set; }

    // From the pipeline in one set only: in all of them it would keep a piped file from binding as LiteralPath.
    [Parameter(ParameterSetName = "Definition", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "LiteralPath")]
    [Parameter(ParameterSetName = "Preset")]
    [Parameter(ParameterSetName = "Address")]
    [AllowEmptyString]
    public string? PublicKey { get; set; }

    [Parameter]
    public SwitchParameter SkipCache { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case "Definition":
                Attempt(Definition!.Id, () => Register(Definition.Id, YumConfiguration.Of([Definition])));
                break;
            case "Address":
                Attempt(Name, () => Register(Id ?? Name, YumConfiguration.Of([FromParameters()])));
                break;
            case "Preset":
                Attempt(Preset, () => Register(
                    Preset == YumPreset.Epel ? "epel" : "sme", YumConfiguration.Of(YumPresets.Of(Preset, BaseUrl.FirstOrDefault()))));
                break;
            default:
                FromFiles(ParameterSetName == "LiteralPath");
                break;
        }
    }

    private YumRepositoryDefinition FromParameters() => new()
    {
        Id = Id ?? Name,
        Name = Name,
        BaseUrl = BaseUrl,
        GpgKey = GpgKey,
        Exclude = Exclude,
        GpgCheck = !NoGpgCheck,
        Enabled = !Disabled,
    };

    private void FromFiles(bool literal) =>
        AttemptFiles(literal ? LiteralPath : Path, literal, file => Register(System.IO.Path.GetFileNameWithoutExtension(file), YumConfigurationFile.Read(file)));

    private void Register(string name, YumConfiguration document)
    {
        var session = Session;
        var options = new YumRegistrationOptions { PublicKey = string.IsNullOrEmpty(PublicKey) ? null : PublicKey, Force = Force, SkipCache = SkipCache, Timeout = Timeout };
        var plan = Wait(stop => YumRegistration.PrepareAsync(session, name, document, options, stop));
        foreach (var warning in plan.Warnings) WriteWarning(warning);
        if (ShouldRun(session.Host, plan.Lines))
            Relay<IReadOnlyList<YumRepositoryRegistration>>(plan.RunAsync, made => WriteObject(made, enumerateCollection: true));
    }
}
