namespace DockerOps;

/// <summary>What a container is doing (moby, <c>api/swagger.yaml</c>, ContainerState).</summary>
public enum ContainerState
{
    /// <summary>A state this version has no word for.</summary>
    Unknown,

    /// <summary>Made, never started.</summary>
    Created,

    /// <summary>Its command runs.</summary>
    Running,

    /// <summary>Its processes are frozen.</summary>
    Paused,

    /// <summary>Its command ended and the engine starts it again.</summary>
    Restarting,

    /// <summary>It is being removed.</summary>
    Removing,

    /// <summary>Its command has ended.</summary>
    Exited,

    /// <summary>It could not be removed whole.</summary>
    Dead,
}
