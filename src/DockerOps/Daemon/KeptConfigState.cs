namespace DockerOps;

/// <summary>What became of a change of a host's configuration.</summary>
public enum KeptConfigState
{
    /// <summary>It was cut off, or goes on.</summary>
    Open,

    /// <summary>It was made, and the engine proved it.</summary>
    Done,

    /// <summary>It was taken back.</summary>
    Undone,
}
