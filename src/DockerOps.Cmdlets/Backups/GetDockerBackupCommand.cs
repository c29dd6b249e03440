using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Backups;

namespace DockerOps.Cmdlets.Backups;

[Cmdlet(VerbsCommon.Get, "DockerBackup", DefaultParameterSetName = "Path")]
[OutputType(typeof(Backup))]
public sealed class GetDockerBackupCommand : DockerHostCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    [Parameter(Mandatory = true, ParameterSetName = "HostPath")]
    [ArgumentCompleter(typeof(HostPathCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] HostPath { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "HostPath")
        {
            foreach (var path in HostPath)
            {
                Attempt(path, () => Write(
                    Wait(stop => BackupList.FoldersOnHostAsync(Session, path, stop)), folder => Wait(stop => BackupList.ReadOnHostAsync(Session, folder, stop))));
            }

            return;
        }

        foreach (var path in Path)
        {
            Attempt(path, () =>
            {
                foreach (var folder in this.Existing(path, literal: false))
                    Write(BackupList.Folders(folder), found => Wait(stop => BackupList.ReadAsync(found, stop)));
            });
        }
    }

    private void Write(IReadOnlyList<string> folders, Func<string, Backup> read)
    {
        foreach (var folder in folders)
        {
            if (BackupList.IsUnfinished(folder)) WriteWarning($"'{folder}' was never finished, or is being written: it is no backup.");
            else Attempt(folder, () => WriteObject(read(folder)));
        }
    }
}
