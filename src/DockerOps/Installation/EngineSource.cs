namespace DockerOps;

/// <summary>What an engine is installed from.</summary>
public enum EngineSource
{
    /// <summary>Packages: of the host's repositories, or given as files.</summary>
    Package,

    /// <summary>An archive of static programs.</summary>
    Static,
}
