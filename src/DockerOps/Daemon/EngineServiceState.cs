namespace DockerOps;

/// <summary>The service that runs a host's engine, as it was found.</summary>
public sealed record EngineServiceState
{
    /// <summary>What starts and stops the engine.</summary>
    public required EngineServiceKind Kind { get; init; }

    /// <summary>The unit (<c>docker.service</c>), the script's path, or the service's name; null when there is none.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the engine's process runs.</summary>
    public bool IsActive { get; init; }

    /// <summary>The state in the init system's own word: systemd's <c>active</c>, <c>failed</c>, <c>activating</c> …; else <c>running</c> or <c>stopped</c>.</summary>
    public required string State { get; init; }

    /// <summary>Whether the host starts it at boot; null when that cannot be told.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>The engine's process; null when none runs.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The unit whose socket starts the engine when somebody connects; null when there is none.</summary>
    public string? SocketUnit { get; init; }

    /// <summary>Whether that socket is open, so that the engine would be started at once.</summary>
    public bool IsSocketActive { get; init; }

    /// <summary>
    /// Whether nobody can connect to that socket though systemd listens there: an engine that opens the same path by itself takes the
    /// file away. The socket has to be made again before an engine with <c>-H fd://</c> can be reached.
    /// </summary>
    public bool IsSocketLost { get; init; }

    /// <summary>
    /// Whether there is something to stop: an engine, or what would start one, be it a socket or systemd between two tries
    /// (systemd.service(5), Restart=).
    /// </summary>
    internal bool CanBeStopped => IsActive || IsSocketActive || State is "activating" or "deactivating";

    /// <summary>The file that the engine's log goes to; null where it goes to systemd's journal or is not known.</summary>
    public string? LogFile { get; init; }

    /// <summary>The engine's program, where a process runs and its link may be read: <c>/usr/bin/dockerd</c>.</summary>
    public string? Program { get; init; }

    /// <summary>Name and state, as in <c>docker.service, active</c>.</summary>
    public override string ToString() => Name is null ? State : $"{Name}, {State}";
}
