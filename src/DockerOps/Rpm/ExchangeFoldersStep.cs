using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>The folder that was made gets the other's name, in one step.</summary>
/// <param name="Made">The folder that was made, on the shell's host.</param>
/// <param name="Folder">The folder it becomes.</param>
internal sealed record ExchangeFoldersStep(string Made, string Folder) : HostStep
{
    public override string Show(HostShell shell) => $"put {Made} in the place of {Folder}, in one step{(shell.IsLocal ? "" : $", on {shell.Host}")}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "switching";
        if (shell.IsLocal && LinuxFiles.TryExchange(Made, Folder)) return;
        await shell.ReadAsync(FolderExchange.Words(Made, Folder), cancellation).ConfigureAwait(false);
    }
}

/// <summary>A folder of this machine goes with all that is in it.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record RemoveFolderStep(string Folder) : HostStep
{
    public override string Show(HostShell shell) => $"remove {Folder}";

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "removing the old state";
        Remove(Folder);
        return Task.CompletedTask;
    }

    /// <summary>Removes a folder of this machine, if it is there, with all that is in it.</summary>
    /// <exception cref="DockerOpsException">Conflict: something is mounted in it. NotPermitted and the like.</exception>
    internal static void Remove(string folder)
    {
        MountPoints.ThrowIfIn(folder);
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, folder);
        }
    }
}
