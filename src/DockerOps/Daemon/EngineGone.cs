using System.Diagnostics;
using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.Daemon;

/// <summary>Waits until the engine's process is gone: not every script's stop does.</summary>
internal sealed record EngineGone(EngineService Service, TimeSpan Timeout) : HostStep
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        string.Create(CultureInfo.InvariantCulture, $"wait at most {Timeout.TotalSeconds:0.#} s until no engine runs on {shell.Host}");

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "waiting for the engine's end";
        var watch = Stopwatch.StartNew();
        while ((await Service.AgainAsync(cancellation).ConfigureAwait(false)).State is { IsActive: true, ProcessId: var pid })
        {
            if (watch.Elapsed >= Timeout)
            {
                throw new DockerOpsException(
                    FailureKind.TimedOut, $"The engine on '{Service.Host}' (process {pid}) still runs {Timeout.TotalSeconds:0.#} s after it was told to stop.", Service.Host);
            }

            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
        }
    }
}
