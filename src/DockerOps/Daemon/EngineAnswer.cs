using System.Diagnostics;
using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.Daemon;

/// <summary>Waits until the engine answers, or until it is clear that it will not.</summary>
internal sealed record EngineAnswer(EngineService Service, TimeSpan Timeout) : HostStep
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        string.Create(CultureInfo.InvariantCulture, $"wait at most {Timeout.TotalSeconds:0.#} s until the engine answers on {shell.Host}");

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "waiting for the engine's answer";
        var watch = Stopwatch.StartNew();
        var looked = TimeSpan.Zero;
        while (true)
        {
            if (await AnswerAsync(cancellation).ConfigureAwait(false) is not { } failure) return;
            // For a moment after it is made, the socket belongs to root alone.
            if (failure.Kind == FailureKind.NotPermitted && watch.Elapsed > Look) throw failure;
            if (watch.Elapsed >= Timeout)
            {
                throw new DockerOpsException(
                    FailureKind.TimedOut, $"The engine on '{Service.Host}' does not answer after {Timeout.TotalSeconds:0.#} s. {failure.Message}", Service.Host, failure);
            }

            if (watch.Elapsed - looked >= Look)
            {
                looked = watch.Elapsed;
                // Long before the deadline: an engine that has ended will not answer. A script's start says nothing of that.
                var now = await Service.AgainAsync(cancellation).ConfigureAwait(false);
                if (!now.State.IsActive && now.State.State is "failed" or "inactive" or "stopped")
                {
                    var since = await Service.ClockAtStartAsync(watch, cancellation).ConfigureAwait(false);
                    throw await EngineStart.FailureAsync(now, $"The engine on '{Service.Host}' has ended again.", since - Look, cancellation).ConfigureAwait(false);
                }
            }

            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<DockerOpsException?> AnswerAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            await Service.Session.Engine.RenewVersionAsync(limit.Token).ConfigureAwait(false);
            return null;
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.Unreachable or FailureKind.EngineError or FailureKind.NotPermitted)
        {
            return e;
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            return new DockerOpsException(FailureKind.TimedOut, "It accepts connections and says nothing.", Service.Host, e);
        }
    }
}
