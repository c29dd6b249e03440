using System.Diagnostics;
using DockerOps.Engine;
using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Daemon;

/// <summary>
/// The service that runs a host's engine: what it is, the steps that start, stop, restart and reload it, and its log.
/// The steps are values for a plan; only <see cref="HostStep.Show"/> and the plan that runs them look inside.
/// </summary>
public sealed class EngineService
{
    /// <summary>How long an engine may take to answer after its start, if nothing else is said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private readonly EngineCommands? commands;

    private EngineService(HostSession session, HostShell shell, EngineServiceState state)
    {
        Session = session;
        Shell = shell;
        State = state;
        commands = state.Kind == EngineServiceKind.None ? null : EngineCommands.For(state, session.Host);
    }

    /// <summary>The host.</summary>
    public DockerHost Host => Session.Host;

    /// <summary>The shell that runs the steps: root's.</summary>
    public HostShell Shell { get; }

    /// <summary>What was found.</summary>
    public EngineServiceState State { get; }

    internal HostSession Session { get; }

    /// <summary>Looks for the service, changing nothing. A host without one gives a value whose steps cannot be asked for.</summary>
    /// <param name="session">The host.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotPermitted: no root. Unsupported: no command can be run there. Unreachable.</exception>
    public static async Task<EngineService> FindAsync(HostSession session, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var shell = await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        var root = await shell.RunAsync(["id", "-u"], cancellation).ConfigureAwait(false);
        if (root.Output.Trim() != "0")
        {
            throw new DockerOpsException(
                FailureKind.NotPermitted, $"This user of '{session.Host}' is not root, and sudo needs a password there or is missing.", session.Host);
        }

        return new(session, shell, await EngineServiceProbe.RunAsync(shell, null, cancellation).ConfigureAwait(false));
    }

    /// <summary>Looks again, after something was changed.</summary>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<EngineService> AgainAsync(CancellationToken cancellation) =>
        new(Session, Shell, await EngineServiceProbe.RunAsync(Shell, State.Kind == EngineServiceKind.Unit ? State.Name : null, cancellation).ConfigureAwait(false));

    /// <summary>The service that will be there once an engine is installed.</summary>
    internal EngineService Expecting(EngineServiceState state) => new(Session, Shell, state);

    /// <summary>Starts the engine and waits until it answers.</summary>
    /// <param name="timeout">How long it may take to answer.</param>
    /// <exception cref="DockerOpsException">NotFound: no service. Unsupported: the engine was started by hand.</exception>
    public IReadOnlyList<HostStep> Start(TimeSpan timeout)
    {
        var start = Commands().Start;
        if (start.Count == 0)
        {
            throw new DockerOpsException(
                FailureKind.Unsupported, $"The engine on '{Host}' (process {State.ProcessId}) was started by hand: no service there could start it again.", Host);
        }

        return [.. LostSocket, .. ForgetStarts, new EngineStart(this, timeout, start), new EngineAnswer(this, timeout)];
    }

    /// <summary>Stops the engine, its socket unit too, and waits until its process is gone.</summary>
    /// <param name="timeout">How long that may take.</param>
    /// <exception cref="DockerOpsException">NotFound: no service.</exception>
    public IReadOnlyList<HostStep> Stop(TimeSpan timeout) => [new EngineStop(this, Commands().Stop), new EngineGone(this, timeout)];

    /// <summary>Stops and starts the engine, and waits until it answers. With systemd its socket stays open meanwhile, unless it has to be made again.</summary>
    /// <inheritdoc cref="Start"/>
    public IReadOnlyList<HostStep> Restart(TimeSpan timeout) => State.Kind == EngineServiceKind.Unit
        ? [.. LostSocket, .. ForgetStarts, new EngineStart(this, timeout, ["systemctl", "restart", State.Name!]), new EngineAnswer(this, timeout)]
        : [.. Start(timeout) is var start && State.IsActive ? Stop(timeout) : [], .. start];

    /// <summary>
    /// Makes the engine run with the files as they are now, whatever it does at present. systemd may be in the middle of a restart that
    /// somebody else asked for, with other files, and a start would only wait for that.
    /// </summary>
    /// <inheritdoc cref="Start"/>
    public IReadOnlyList<HostStep> StartAnew(TimeSpan timeout) => State switch
    {
        { IsActive: true } => Restart(timeout),
        { Kind: EngineServiceKind.Unit, State: "activating" or "deactivating" } => Restart(timeout),
        _ => Start(timeout),
    };

    /// <summary>Makes the running engine read daemon.json again, and sees that it still answers.</summary>
    /// <param name="timeout">How long it may take to answer.</param>
    /// <exception cref="DockerOpsException">NotFound: no service. Conflict: the engine does not run.</exception>
    public IReadOnlyList<HostStep> Reload(TimeSpan timeout)
    {
        var reload = Commands().Reload;
        if (reload.Count == 0 || !State.IsActive) throw new DockerOpsException(FailureKind.Conflict, $"The engine on '{Host}' does not run, so there is nothing to reload.", Host);
        return [new CommandStep(reload), new EngineAnswer(this, timeout)];
    }

    /// <summary>Makes the init system read its own files again, after a unit or a drop-in was changed; nothing where it has none.</summary>
    public IReadOnlyList<HostStep> ReadUnits() => State.Kind == EngineServiceKind.Unit ? [new CommandStep("systemctl", "daemon-reload")] : [];

    /// <summary>The engine's log, in full lines, between two moments.</summary>
    /// <param name="since">From here on, by the host's clock (<see cref="ClockAsync"/>), to the second.</param>
    /// <param name="until">Up to here; null is now.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The lines, oldest first. None where no log is known.</returns>
    public Task<IReadOnlyList<string>> LogAsync(DateTimeOffset since, DateTimeOffset? until, CancellationToken cancellation) =>
        EngineServiceLog.ReadAsync(Shell, State, since, until, cancellation);

    /// <summary>What the host's clock says, UTC, to the second.</summary>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<DateTimeOffset> ClockAsync(CancellationToken cancellation)
    {
        var told = (await Shell.ReadAsync(["date", "+%s"], cancellation).ConfigureAwait(false)).Trim();
        return long.TryParse(told, System.Globalization.CultureInfo.InvariantCulture, out var seconds)
            ? EngineClock.At(seconds)
            : throw new DockerOpsException(FailureKind.CommandFailed, $"The clock of '{Shell.Host}' cannot be read: date(1) says '{ArchiveText.Shown(told)}'.", Shell.Host);
    }

    /// <summary>What the host's clock said when a watch was started, or a little before: to ask then would have kept an engine waiting.</summary>
    internal async Task<DateTimeOffset> ClockAtStartAsync(Stopwatch watch, CancellationToken cancellation) => await ClockAsync(cancellation).ConfigureAwait(false) - watch.Elapsed;

    private IReadOnlyList<HostStep> ForgetStarts => State.Kind == EngineServiceKind.Unit ? [new ForgetStarts(State.Name!)] : [];

    // The engine has to be stopped with it, else the socket's own start fails (systemd.socket(5)).
    private IReadOnlyList<HostStep> LostSocket => State.IsSocketLost ? [new CommandStep(Commands().Stop)] : [];

    private EngineCommands Commands() => commands ?? EngineCommands.For(State, Host);
}
