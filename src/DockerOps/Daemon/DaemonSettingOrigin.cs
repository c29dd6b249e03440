namespace DockerOps;

/// <summary>What gives the engine a setting.</summary>
public enum DaemonSettingOrigin
{
    /// <summary>A key of daemon.json.</summary>
    File,

    /// <summary>A flag of the engine's command line, or of a variable that becomes part of it.</summary>
    Flag,

    /// <summary>A variable of the engine's environment.</summary>
    Environment,
}
