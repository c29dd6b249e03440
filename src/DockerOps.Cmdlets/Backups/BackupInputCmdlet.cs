using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Backups;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Backups;

/// <summary>A cmdlet that is given backups: as objects, as folders here, or as folders on a host.</summary>
public abstract class BackupInputCmdlet : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "HostPath")]
    [ArgumentCompleter(typeof(HostPathCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] HostPath { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Backup", ValueFromPipeline = true)]
    public Backup? Backup { get; set; }

    /// <summary>Works on one backup, on the host that was given or the one it was made of.</summary>
    protected abstract void Process(Backup backup, DockerHost host);

    protected sealed override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case "Backup":
                Attempt(Backup!.Path, () => Process(Backup, DockerHost ?? Backup.DockerHost));
                break;
            case "HostPath":
                foreach (var path in HostPath)
                {
                    Attempt(path, () => Process(Wait(stop => BackupList.ReadOnHostAsync(Session, path, stop)), EffectiveHost));
                }

                break;
            default:
                AttemptFiles(Path, literal: false, Here);
                break;
        }
    }

    protected HostSession SessionOf(DockerHost host) => Wait(stop => OpenHosts.Sessions.GetAsync(host, stop));

    private void Here(string path)
    {
        // A folder that holds one backup means that one.
        var folders = BackupList.Folders(path).Where(folder => !BackupList.IsUnfinished(folder)).ToList();
        if (folders.Count > 1)
            throw new DockerOpsException(
                FailureKind.InvalidInput, $"'{path}' holds {folders.Count} backups. Name one, or pipe what Get-DockerBackup gives.", path);
        var backup = Wait(stop => BackupList.ReadAsync(folders is [var only] ? only : path, stop));
        Process(backup, DockerHost ?? backup.DockerHost);
    }
}
