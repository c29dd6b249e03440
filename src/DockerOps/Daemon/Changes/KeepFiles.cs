using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>Keeps the files as they are, and makes sure that they are still what was planned with.</summary>
internal sealed record KeepFiles(string Folder, string What, bool EngineRuns, DataCopy? Copying, IReadOnlyList<ConfigFileChange> Files) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) => $"keep {string.Join(", ", Files.Select(f => f.Before is null ? f.Path + " (not there)" : f.Path))} in {Folder} on {shell.Host}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "keeping the old files";
        var output = await shell.ReadAsync(ConfigScripts.Keep(Folder, What, EngineRuns, Copying, Files.Select(f => f.Path)), cancellation).ConfigureAwait(false);
        var kept = output.Split("end\n");
        for (var i = 0; i < Files.Count; i++)
        {
            var bytes = kept[i].Trim() == "none" ? null : ConfigStore.Bytes(shell.Host, kept[i].Split('\n'));
            if (bytes is null ? Files[i].Before is null : Files[i].Before is { } before && bytes.AsSpan().SequenceEqual(before)) continue;
            throw new DockerOpsException(
                FailureKind.Conflict, $"'{Files[i].Path}' on '{shell.Host}' was changed by somebody else since it was read; nothing was written. Try again.", Files[i].Path);
        }
    }
}
