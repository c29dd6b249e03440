using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Daemon;

/// <summary>A start, stop or restart of a host's engine: looked into, shown, then run.</summary>
public sealed class EngineServicePlan
{
    private readonly EngineService service;
    private readonly string activity;

    private EngineServicePlan(EngineService service, string activity, IReadOnlyList<HostStep> steps)
    {
        this.service = service;
        this.activity = $"{activity} the engine on {service.Host}";
        Steps = steps;
    }

    /// <summary>The steps, in order; none where the engine is in the wanted state already.</summary>
    public IReadOnlyList<HostStep> Steps { get; }

    /// <summary>Every step as it will be run, for people to read.</summary>
    public IReadOnlyList<string> Lines => [.. Steps.Select(step => step.Show(service.Shell))];

    /// <summary>Plans to start an engine that does not run.</summary>
    /// <param name="session">The host.</param>
    /// <param name="timeout">How long it may take to answer.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotPermitted: no root. NotFound: no service. Unsupported: it was started by hand.</exception>
    public static Task<EngineServicePlan> StartAsync(HostSession session, TimeSpan timeout, CancellationToken cancellation) => PrepareAsync(
        session, "Start", service => service.State.IsActive ? [] : service.Start(timeout), cancellation);

    /// <summary>Plans to stop an engine that runs, or that a socket or systemd would start.</summary>
    /// <param name="session">The host.</param>
    /// <param name="timeout">How long it may take to end.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotPermitted: no root. NotFound: no service and no engine.</exception>
    public static Task<EngineServicePlan> StopAsync(HostSession session, TimeSpan timeout, CancellationToken cancellation) => PrepareAsync(
        session, "Stop", service => service.Stop(timeout) is var stop && service.State.CanBeStopped ? stop : [], cancellation);

    /// <summary>Plans to stop and start an engine; one that does not run is started.</summary>
    /// <param name="session">The host.</param>
    /// <param name="timeout">How long it may take to answer.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">As <see cref="StartAsync"/>.</exception>
    public static Task<EngineServicePlan> RestartAsync(HostSession session, TimeSpan timeout, CancellationToken cancellation) =>
        PrepareAsync(session, "Restart", service => service.Restart(timeout), cancellation);

    /// <summary>Runs the steps. Yields progress, and the service as it is afterwards.</summary>
    /// <param name="cancellation">Ends the waiting. An engine that was to be started again is started nevertheless.</param>
    /// <exception cref="DockerOpsException">CommandFailed, with the engine's own last words. TimedOut. Unreachable.</exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync(activity, meter, stop => RunAsync(meter, stop), cancellation);
    }

    private static async Task<EngineServicePlan> PrepareAsync(
        HostSession session, string activity, Func<EngineService, IReadOnlyList<HostStep>> steps, CancellationToken cancellation)
    {
        var service = await EngineService.FindAsync(session, cancellation).ConfigureAwait(false);
        return new(service, activity, steps(service));
    }

    private async Task<EngineServiceState> RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var next = 0;
        try
        {
            for (; next < Steps.Count; next++) await Steps[next].RunAsync(service.Shell, meter, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whoever gives up on a restart wants no host without its engine, and a step that has begun may have been cut short.
            var left = Steps.Skip(next).Where(step => step is not EngineAnswer).ToList();
            if (!left.OfType<EngineStart>().Any()) throw;
            foreach (var step in left) await step.RunAsync(service.Shell, meter, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        return (await service.AgainAsync(cancellation).ConfigureAwait(false)).State;
    }
}
