using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Daemon;
using DockerOps.Installation;

namespace DockerOps.Cmdlets.Installation;

[Cmdlet(VerbsLifecycle.Install, "DockerEngine", SupportsShouldProcess = true)]
[OutputType(typeof(DockerEngine))]
public sealed class InstallDockerEngineCommand : HostPipelineCmdlet
{
    // All packages that come in for a host make one installation.
    private readonly List<(DockerHost? Host, string? Repository, List<string> Files, List<RpmPackage> Packages)> wanted = [];

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

    // Repositories come through the pipeline too, and their path is another one.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(ValueFromPipeline = true)]
    public RpmPackage[] RpmPackage { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Url { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Sha256 { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = EngineService.DefaultTimeout;

    protected override void ProcessRecord()
    {
        if (RpmPackage is null)
        {
            ThrowTerminatingError(ErrorRecords.From(new DockerOpsException(FailureKind.InvalidInput, "What came through the pipeline is nothing, as an unset variable is."), null));
            return;
        }

        if (wanted.FirstOrDefault(one => one.Host == DockerHost && one.Repository == Repository) is not { Files: not null } same)
            wanted.Add(same = (DockerHost, Repository, [], []));
        same.Files.AddRange(LiteralPath);
        same.Packages.AddRange(RpmPackage);
    }

    protected override void EndProcessing()
    {
        foreach (var (host, repository, files, packages) in wanted) Attempt(host, () => Install(host, repository, files, packages));
    }

    // The name of a file would be a socket's, and without files the host's repositories are meant.
    private static bool IsFile(DockerHost? host) => System.IO.Path.GetExtension(host?.SocketPath) is ".rpm" or ".deb" or ".tgz";

    private void Install(DockerHost? host, string? repository, List<string> files, List<RpmPackage> packages)
    {
        DockerHost = host;
        if (IsFile(host))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{host!.SocketPath}' is a file and no host. Use -Path, or pipe what Get-Item gives.", host.SocketPath);
        // A build gives its source packages too; without files the host's repositories would be meant.
        if (packages.Count > 0 && packages.TrueForAll(package => package.IsSource))
            throw new DockerOpsException(FailureKind.InvalidInput, $"A source package installs no engine: {string.Join(", ", packages)}.", packages[0]);
        var session = Session;
        var options = new InstallOptions
        {
            Version = Version,
            Source = Source,
            Package = Package,
            Repository = repository,
            Paths =
            [
                .. Path.SelectMany(path => this.Existing(path, literal: false))
                    .Concat(files.Select(this.Full))
                    .Concat(packages.Where(package => !package.IsSource).Select(package => package.Path)).Distinct(),
            ],
            Url = Url,
            Sha256 = Sha256,
            Timeout = Timeout,
        };
        var plan = Wait(stop => InstallPlan.PrepareAsync(session, options, stop));
        if (ShouldRun(session.Host, plan.Lines)) Relay<DockerEngine>(plan.RunAsync, WriteObject);
    }
}
