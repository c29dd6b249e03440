namespace DockerOps;

/// <summary>What starts services on a host.</summary>
public enum InitSystem
{
    /// <summary>None that is known: a container, or a shell as the first process.</summary>
    Unknown,

    /// <summary>systemd.</summary>
    Systemd,

    /// <summary>System V init scripts.</summary>
    SysV,

    /// <summary>SME Server: System V init scripts driven by the e-smith configuration database.</summary>
    ESmith,

    /// <summary>OpenRC.</summary>
    OpenRC,
}
