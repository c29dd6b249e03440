using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Copies an archive of this machine to the host.</summary>
internal sealed record SendArchive(string Source, string Target) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) => $"copy {Source} to {Target} on {shell.Host}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        var upload = await FileUpload.PrepareAsync(shell, Source, Target, overwrite: true, cancellation).ConfigureAwait(false);
        await foreach (var item in upload.RunAsync(cancellation).ConfigureAwait(false))
        {
            if (item is Progress progress) meter.Status = $"{progress.Status} {progress.Done >> 20} of {progress.Total >> 20} MiB";
        }
    }
}
