namespace DockerOps;

/// <summary>What a package manager does to a package.</summary>
public enum PackageAction
{
    /// <summary>It was not there and comes.</summary>
    Install,

    /// <summary>A newer version takes its place.</summary>
    Upgrade,

    /// <summary>An older version takes its place.</summary>
    Downgrade,

    /// <summary>The same version is written again.</summary>
    Reinstall,

    /// <summary>It goes.</summary>
    Remove,
}
