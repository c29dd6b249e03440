namespace DockerOps;

/// <summary>Where a new engine comes from.</summary>
public enum UpgradeSource
{
    /// <summary>The repositories of the host's own package manager.</summary>
    Package,

    /// <summary>An archive of static programs at an address that the host can reach.</summary>
    Static,

    /// <summary>An archive of static programs on this machine.</summary>
    Path,
}
