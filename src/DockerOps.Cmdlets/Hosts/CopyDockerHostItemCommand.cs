using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Hosts;

namespace DockerOps.Cmdlets.Hosts;

[Cmdlet(VerbsCommon.Copy, "DockerHostItem", SupportsShouldProcess = true, DefaultParameterSetName = "ToHost")]
[OutputType(typeof(FileTransfer))]
public sealed class CopyDockerHostItemCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ToHost", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "FromHost", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HostPathCompleter))]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HostPathCompleter))]
    public string Destination { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "FromHost")]
    public SwitchParameter FromHost { get; set; }

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Sudo { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var literal = ParameterSetName == "LiteralPath";
        var paths = literal ? LiteralPath : Path;
        if (!FromHost) AttemptFiles(paths, literal, Upload);
        else foreach (var path in paths) Attempt(path, () => DownloadAll(path));
    }

    private HostShell Shell()
    {
        var shell = Session.Shell;
        return Sudo ? Wait(shell.AsRootAsync) : shell;
    }

    private void Upload(string item)
    {
        var shell = Shell();
        if (Directory.Exists(item))
        {
            if (!Recurse) throw new DockerOpsException(FailureKind.InvalidInput, $"'{item}' is a folder: -Recurse copies it with all that is in it.", item);
            var folder = Wait(stop => FolderUpload.PrepareAsync(shell, item, OnHost(shell, Destination), Force, stop));
            if (ShouldRun(shell.Host, folder.Steps)) Relay<FileTransfer>(folder.RunAsync, Write);
            return;
        }

        var upload = Wait(stop => FileUpload.PrepareAsync(shell, item, OnHost(shell, Destination), Force, stop));
        if (ShouldRun(shell.Host, upload.Steps)) Relay<FileTransfer>(upload.RunAsync, Write);
    }

    private void DownloadAll(string path)
    {
        var shell = Shell();
        var files = Existing(shell, OnHost(shell, path));
        if (files.Count > 1 && !this.IsFolder(Destination))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' means {files.Count} files on '{shell.Host}', and '{Destination}' is no folder to put them in.", path);
        foreach (var file in files) Attempt(file, () => Download(shell, file));
    }

    private void Download(HostShell shell, string item)
    {
        var name = System.IO.Path.GetFileName(item.TrimEnd('/'));
        var into = this.IsFolder(Destination);
        if (into && name is "" or "." or "..") throw new DockerOpsException(FailureKind.InvalidInput, $"'{item}' tells no name for what is copied: give one with -Destination.", item);
        var target = into ? System.IO.Path.Combine(this.Full(Destination), name) : this.Full(Destination);
        if (Recurse && Wait(stop => FolderDownload.PrepareAsync(shell, item, target, Force, stop)) is { } folder)
        {
            if (ShouldRun(shell.Host, folder.Steps)) Relay<FileTransfer>(folder.RunAsync, Write);
            return;
        }

        var download = Wait(stop => FileDownload.PrepareAsync(shell, item, target, Force, stop));
        if (ShouldRun(shell.Host, download.Steps)) Relay<FileTransfer>(download.RunAsync, Write);
    }

    private void Write(FileTransfer transfer)
    {
        foreach (var left in transfer.LeftOut) WriteWarning("Not copied: " + left);
        WriteObject(transfer);
    }

    // The files of a host that a path means, with -Recurse folders too: itself, or those of one folder that its wildcards match.
    private List<string> Existing(HostShell shell, string path)
    {
        var at = path.LastIndexOf('/') + 1;
        var (folder, name) = (path[..at], path[at..]);
        if (!WildcardPattern.ContainsWildcardCharacters(name)) return [path];
        var names = Wait(stop => HostFolder.ListAsync(shell, at == 0 ? "." : folder, stop));
        if (names.Contains(name)) return [path];
        var pattern = new WildcardPattern(name, WildcardOptions.None);
        var found = names.Where(each => (Recurse || !each.EndsWith('/')) && each.StartsWith('.') == name.StartsWith('.')).Select(each => each.TrimEnd('/'))
            .Where(pattern.IsMatch).Select(each => folder + each).ToList();
        return found.Count > 0 ? found : throw new DockerOpsException(FailureKind.NotFound, $"No file on '{shell.Host}' matches '{path}'.", path);
    }

    // A relative path on this machine counts from the shell's location, which the process does not share.
    private string OnHost(HostShell shell, string path)
    {
        if (!shell.IsLocal) return path;
        return path.EndsWith('/') ? this.Full(path).TrimEnd('/') + "/" : this.Full(path);
    }
}
