namespace DockerOps;

/// <summary>What starts and stops an engine on its host.</summary>
public enum EngineServiceKind
{
    /// <summary>Nothing: no service was found, and no process of an engine serves the socket.</summary>
    None,

    /// <summary>A unit of systemd.</summary>
    Unit,

    /// <summary>A System V init script; on an SME server too.</summary>
    Script,

    /// <summary>A service of OpenRC.</summary>
    OpenRC,

    /// <summary>boot2docker's own script.</summary>
    Boot2Docker,

    /// <summary>None: the engine is a process that somebody has started by hand.</summary>
    Process,
}
