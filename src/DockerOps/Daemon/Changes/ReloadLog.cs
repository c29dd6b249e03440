using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>Looks into the engine's log for what it said to the reload: a refusal is told there and nowhere else.</summary>
internal sealed record ReloadLog(EngineService Service) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) => $"look into the engine's log for a refusal on {shell.Host}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "reading the engine's log";
        var log = await Service.LogAsync(await Service.ClockAsync(cancellation).ConfigureAwait(false) - TimeSpan.FromSeconds(5), null, cancellation).ConfigureAwait(false);

        // moby, cmd/dockerd/daemon.go, reloadConfig and daemon/config/config.go, Reload.
        var refusal = log.LastOrDefault(line => line.Contains("level=error", StringComparison.Ordinal)
            && (line.Contains("econfigur", StringComparison.Ordinal) || line.Contains("configuration", StringComparison.Ordinal)));
        if (refusal is not null) throw new DockerOpsException(FailureKind.EngineError, $"The engine refuses to reload: {refusal}", shell.Host);
    }
}
