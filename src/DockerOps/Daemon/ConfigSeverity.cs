namespace DockerOps;

/// <summary>How much a finding weighs.</summary>
public enum ConfigSeverity
{
    /// <summary>Worth knowing; the engine does what is written.</summary>
    Information,

    /// <summary>The engine starts, but not as the author meant, or not safely.</summary>
    Warning,

    /// <summary>The engine does not start with it.</summary>
    Error,
}
