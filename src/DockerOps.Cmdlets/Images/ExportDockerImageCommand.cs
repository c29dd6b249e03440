using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Images;
using DockerOps.Images.Transfer;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsData.Export, "DockerImage", SupportsShouldProcess = true)]
[OutputType(typeof(ImageArchive))]
public sealed class ExportDockerImageCommand : DockerHostCmdlet
{
    private readonly List<string> gathered = [];
    private readonly WrittenFiles written = new();
    private HostSession? source;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Image", "Id")]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [FromObject(AsReference = true)]
    public ImageReference[] Name { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    public string Path { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Since { get; set; }

    [Parameter]
    public SwitchParameter Compress { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    // Into a folder every image is a file of its own and goes as it comes; into one file all go together at the end,
    // so that layers they share are saved once. A name the engine does not know is left out of it, with an error.
    protected override void ProcessRecord()
    {
        foreach (var name in Name.Select(name => name.WithDefaultTag().ToString()))
        {
            Attempt(name, () =>
            {
                if (this.IsFolder(Path)) ExportToFolder(name);
                else Gather(name);
            });
        }
    }

    protected override void EndProcessing()
    {
        if (source is not null) Attempt(Path, () => Export(source, gathered, this.Full(Path)));
    }

    private void ExportToFolder(string name)
    {
        var path = System.IO.Path.Combine(this.Full(Path), FileName(name));
        written.Check(path, name, "Export it into another folder, or to a file of its own.");
        if (Export(Session, [name], path)) written.Add(path, name, Session.Host);
    }

    private void Gather(string name)
    {
        var session = Session;
        if (source is not null && source.Host != session.Host)
            throw new DockerOpsException(
                FailureKind.InvalidInput,
                $"'{name}' is on '{session.Host}', but the archive '{Path}' takes images of '{source.Host}'. Give a folder as -Path to export from several hosts.",
                name);
        Wait(stop => ImageList.FindAsync(session.Engine, name, stop));
        source = session;
        gathered.Add(name);
    }

    private bool Export(HostSession session, IReadOnlyList<string> names, string path)
    {
        DeltaBase? known = Since is null ? null : new();
        foreach (var item in Since ?? []) Wait(stop => SinceValue.AddAsync(known!, this, session, item, stop));
        var plan = Wait(stop => ExportPlan.MakeAsync(CopyEnd.Of(OpenHosts.Sessions, session.Host), names, known, stop));
        if (!ShouldRun(plan.Host, plan.Steps(path))) return false;
        Relay<ImageArchive>(stop => ImageExport.RunAsync(plan, path, Force, Compress, stop), WriteObject);
        return true;
    }

    private string FileName(string name) => string.Concat(name.Select(c => c is '/' or ':' or '@' ? '_' : c)) + (Compress ? ".tar.gz" : ".tar");
}
