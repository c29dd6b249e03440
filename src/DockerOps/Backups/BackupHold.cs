namespace DockerOps;

/// <summary>What is done with the running containers that use a volume while it is read.</summary>
public enum BackupHold
{
    /// <summary>Their processes are frozen: the volume is as after a power cut at one moment.</summary>
    Pause,

    /// <summary>They are stopped and started again: the volume is as they leave it.</summary>
    Stop,

    /// <summary>Nothing: files may change while they are read.</summary>
    None,
}
