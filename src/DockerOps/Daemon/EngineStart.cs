using System.Diagnostics;
using DockerOps.Hosts;

namespace DockerOps.Daemon;

/// <summary>Starts an engine by its service. Where that fails, the failure holds the engine's own last words.</summary>
internal sealed record EngineStart(EngineService Service, TimeSpan Timeout, IReadOnlyList<string> Words) : HostStep
{
    private const int LastLines = 8;

    /// <inheritdoc/>
    public override string Show(HostShell shell) => new CommandStep(Words).Show(shell);

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = string.Join(' ', Words);
        var watch = Stopwatch.StartNew();
        var result = await shell.RunAsync(Words, Timeout, cancellation).ConfigureAwait(false);
        if (result.Success) return;
        var now = await Service.AgainAsync(cancellation).ConfigureAwait(false);
        // Some scripts call it a failure that the engine runs already.
        if (now.State is { Kind: EngineServiceKind.Script, IsActive: true }) return;
        var own = string.Join(' ', result.ErrorOutput.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var since = await Service.ClockAtStartAsync(watch, cancellation).ConfigureAwait(false);
        throw await FailureAsync(now, $"'{string.Join(' ', Words)}' on '{shell.Host}' ended with exit code {result.ExitCode}: {own}", since, cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>A failure with the last telling lines of the engine's log since a moment.</summary>
    public static async Task<DockerOpsException> FailureAsync(EngineService service, string what, DateTimeOffset since, CancellationToken cancellation)
    {
        var log = await service.LogAsync(since, null, cancellation).ConfigureAwait(false);
        var telling = EngineServiceLog.Telling(log, LastLines);
        var words = log.Count == 0 ? "" : Environment.NewLine + string.Join(Environment.NewLine, telling.Count > 0 ? telling : log.TakeLast(LastLines));
        return new(FailureKind.CommandFailed, Secrets.Hide(what + words), service.Host);
    }
}
