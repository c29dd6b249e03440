using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Daemon;
using DockerOps.Installation;

namespace DockerOps.Cmdlets.Installation;

[Cmdlet(VerbsLifecycle.Install, "DockerEngine", SupportsShouldProcess = true)]
[OutputType(typeof(DockerEngine))]
public sealed class InstallDockerEngineCommand : HostPipelineCmdlet
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EngineVersionCompleter))]
    public string? Version { get; set; }

    [Parameter]
    public EngineSource Source { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnginePackageCompleter))]
    public string? Package { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(YumRepositoryIdCompleter))]
    public string? Repository { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Url { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Sha256 { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = EngineService.DefaultTimeout;

    protected override void ProcessRecord() => Attempt(DockerHost, () =>
    {
        var session = Session;
        var options = new InstallOptions
        {
            Version = Version,
            Source = Source,
            Package = Package,
            Repository = Repository,
            Paths = [.. Path.SelectMany(path => this.Existing(path, literal: false))],
            Url = Url,
            Sha256 = Sha256,
            Timeout = Timeout,
        };
        var plan = Wait(stop => InstallPlan.PrepareAsync(session, options, stop));
        if (ShouldRun(session.Host, plan.Lines)) Relay<DockerEngine>(plan.RunAsync, WriteObject);
    });
}
