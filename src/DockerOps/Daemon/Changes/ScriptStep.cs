using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>A constant script with its arguments; what it does is said in words before it.</summary>
internal sealed record ScriptStep(string What, string Script, IReadOnlyList<string> Arguments) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) => $"{What} {new CommandStep(["sh", "-c", Script, "sh", .. Arguments]).Show(shell)}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = What.TrimEnd(':');
        var result = await shell.RunAsync(["sh", "-c", Script, "sh", .. Arguments], cancellation).ConfigureAwait(false);
        if (result.Success) return;
        var words = result.ErrorOutput.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(3);
        throw new DockerOpsException(
            result.ErrorOutput.Contains("No space left", StringComparison.Ordinal) ? FailureKind.NoSpace : FailureKind.CommandFailed,
            $"'{meter.Status}' failed on '{shell.Host}': {string.Join(' ', words)}", Arguments[0]);
    }
}
