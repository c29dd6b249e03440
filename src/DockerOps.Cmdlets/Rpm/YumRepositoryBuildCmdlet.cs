using System.Management.Automation;
using System.Net;
using System.Security;
using DockerOps.Cmdlets.Completers;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

/// <summary>A cmdlet that makes or changes a repository in a folder of this machine, of all the packages that come in.</summary>
public abstract class YumRepositoryBuildCmdlet : DockerHostCmdlet
{
    private readonly List<RpmPackage> packages = [];

    [Parameter(ValueFromPipeline = true)]
    public RpmPackage[] Package { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SigningKeyCompleter))]
    public string? SigningKey { get; set; }

    [Parameter]
    public SecureString? Passphrase { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BaseUrl { get; set; }

    [Parameter]
    [Repositories]
    public YumRepositoryDefinition[] BaseRepository { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string? BuilderImage { get; set; }

    protected sealed override void ProcessRecord() => packages.AddRange(Package);

    /// <summary>Makes or changes the repository, once.</summary>
    protected void Build(string path, Func<YumRepositoryRequest, YumRepositoryRequest> complete) => Attempt(path, () =>
    {
        var request = complete(new YumRepositoryRequest
        {
            Path = this.Full(path),
            Update = false,
            Packages = packages,
            SigningKey = SigningKey,
            Passphrase = Passphrase is null ? null : new NetworkCredential("", Passphrase).Password,
            BaseUrl = BaseUrl,
            BaseRepositories = BaseRepository,
            BuilderImage = BuilderImage,
            Engine = BuilderImage is null ? null : Engine,
        });
        var plan = Wait(stop => YumRepositoryBuild.PrepareAsync(request, stop));
        foreach (var warning in plan.Warnings) WriteWarning(warning);
        if (plan.Lines.Count == 0) WriteVerbose($"'{path}' is as it was asked for; nothing is changed.");
        else if (!ShouldRun(DockerOps.DockerHost.Local, plan.Lines)) return;
        Relay<YumRepository>(plan.RunAsync, WriteObject);
    });
}
