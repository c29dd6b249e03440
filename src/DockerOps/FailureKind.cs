namespace DockerOps;

/// <summary>The closed list of ways an operation can fail. Every <see cref="DockerOpsException"/> carries one.</summary>
public enum FailureKind
{
    /// <summary>The thing that was named does not exist: image, container, file, context.</summary>
    NotFound,

    /// <summary>The thing is there already, or is in a state that forbids the change.</summary>
    Conflict,

    /// <summary>The caller's value makes no sense: a name, an address or a combination of parameters.</summary>
    InvalidInput,

    /// <summary>The host or the engine refuses this user.</summary>
    NotPermitted,

    /// <summary>No connection: refused, timed out, no such host, engine not running, link dropped.</summary>
    Unreachable,

    /// <summary>The host key is unknown, changed, or not the one that was pinned.</summary>
    HostKeyRejected,

    /// <summary>A command on the host ended with an exit code other than zero.</summary>
    CommandFailed,

    /// <summary>The host, the engine or this platform cannot do it at all.</summary>
    Unsupported,

    /// <summary>The engine answered with an error of its own.</summary>
    EngineError,

    /// <summary>Data is damaged or incomplete: an archive, a digest, a transfer.</summary>
    Corrupt,

    /// <summary>There is not enough room.</summary>
    NoSpace,

    /// <summary>Something took longer than the caller allows.</summary>
    TimedOut,
}
