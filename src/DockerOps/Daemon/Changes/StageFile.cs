using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>Sends the new text of a file to the host, beside the one that is in use.</summary>
internal sealed record StageFile(string Folder, int Number, ConfigFileChange File) : HostStep
{
    /// <summary>Where it waits for its place.</summary>
    public string Path => $"{Folder}/new.{Number}";

    /// <inheritdoc/>
    public override string Show(HostShell shell) => File.Show(shell.Host);

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = $"writing {File.Path}";
        return File.After is null ? Task.CompletedTask
            : HostTextFile.WriteAsync(shell, new FileStep(Path, "", "0600", Overwrite: true), File.After, cancellation);
    }
}
