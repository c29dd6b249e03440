namespace DockerOps;

/// <summary>How an engine came onto its host.</summary>
public enum EngineInstallation
{
    /// <summary>Not known: the host's files cannot be looked at, or there is no engine.</summary>
    Unknown,

    /// <summary>Its program belongs to a package.</summary>
    Package,

    /// <summary>Its program belongs to no package: static files, or built there.</summary>
    Static,
}
