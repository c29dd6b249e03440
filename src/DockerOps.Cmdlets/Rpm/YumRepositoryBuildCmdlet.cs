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
    private bool whole = true;

    [Parameter(Position = 2, ParameterSetName = "Package", ValueFromPipeline = true)]
    public RpmPackage[] Package { get; set; } = [];

    [Parameter(Mandatory = true, Position = 2, ParameterSetName = "PackagePath", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] PackagePath { get; set; } = [];

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
    [FromObject]
    public string? BuilderImage { get; set; }

    protected sealed override void ProcessRecord()
    {
        packages.AddRange(Package);
        foreach (var path in PackagePath)
        {
            Need(path, () =>
            {
                foreach (var file in this.Existing(path, literal: false).SelectMany(RpmPackageFiles.In))
                    Need(file, () => packages.Add(Wait(stop => RpmPackageReader.ReadAsync(file, stop))));
            });
        }
    }

    /// <summary>Makes or changes the repository, once.</summary>
    protected void Build(string path, Func<YumRepositoryRequest, YumRepositoryRequest> complete) => Attempt(path, () =>
    {
        // With -Force, what could not be read would be gone from the repository.
        if (!whole)
        {
            WriteWarning($"'{path}' is left as it is: not all of its packages could be read.");
            return;
        }

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

    private void Need(string target, Action work)
    {
        if (!Attempt(target, work)) whole = false;
    }
}
