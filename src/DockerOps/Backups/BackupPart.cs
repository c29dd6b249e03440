namespace DockerOps;

/// <summary>What a backup of a host is made of.</summary>
public enum BackupPart
{
    /// <summary>The images: all with a tag, and those that containers use.</summary>
    Images,

    /// <summary>The volumes with their content.</summary>
    Volumes,

    /// <summary>The definitions of containers: configuration, host configuration, networks and state. Not what they wrote in their own file systems.</summary>
    Containers,

    /// <summary>The definitions of networks.</summary>
    Networks,

    /// <summary>The daemon's configuration, its units and start scripts, and the list of its packages.</summary>
    Configuration,

    /// <summary>The engine's own programs: daemon, containerd, runc, client and plugins.</summary>
    Engine,
}
