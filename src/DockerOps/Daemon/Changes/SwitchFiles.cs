using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>Puts the new files in the place of the old ones, each in one movement.</summary>
internal sealed record SwitchFiles(string Folder, IReadOnlyList<ConfigFileChange> Files) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) => $"put {string.Join(", ", Files.Select(f => f.Path))} in place, each by renaming, on {shell.Host}";

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "putting the new files in place";
        return shell.ReadAsync(ConfigScripts.Switch(Folder, Files.Select((f, i) => (i + 1, f.Mode, f.Path))), cancellation);
    }
}
