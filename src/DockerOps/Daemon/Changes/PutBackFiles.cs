using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>Puts the files back that a change has kept.</summary>
internal sealed record PutBackFiles(string Folder, string Why) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) => $"put the files of {Folder} back {Why} on {shell.Host}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "putting the old files back";
        await shell.ReadAsync(ConfigScripts.Restore(Folder), cancellation).ConfigureAwait(false);
    }
}
