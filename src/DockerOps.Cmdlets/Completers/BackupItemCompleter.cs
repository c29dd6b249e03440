using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Backups;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the volumes, containers or networks of the backup being typed, where it lies on this machine.</summary>
public sealed class BackupItemCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            if (Folder(fakeBoundParameters) is not { } folder) return [];
            var backup = Task.Run(() => BackupList.ReadAsync(folder, CancellationToken.None)).GetAwaiter().GetResult();
            return Candidates.Matching(wordToComplete, parameterName switch
            {
                "Volume" => backup.Volumes.Select(volume => volume.Name),
                "Container" => backup.Containers,
                _ => backup.Networks,
            });
        }
        catch (Exception e) when (e is DockerOpsException or RuntimeException)
        {
            // Nothing to offer.
            return [];
        }
    }

    // A folder that holds one backup means that one.
    private static string? Folder(IDictionary bound)
    {
        if ((bound["Backup"] as PSObject)?.BaseObject is Backup { IsOnHost: false } backup) return backup.Path;
        if (bound["Path"] is not string path) return null;
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        var folders = shell.AddCommand("Microsoft.PowerShell.Management\\Convert-Path").AddParameter("LiteralPath", path).Invoke<string>();
        return folders is [var folder, ..] ? BackupList.Folders(folder).FirstOrDefault(found => !BackupList.IsUnfinished(found)) : null;
    }
}
