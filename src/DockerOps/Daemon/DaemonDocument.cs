namespace DockerOps;

/// <summary>The documents that settings can be written to.</summary>
public enum DaemonDocument
{
    /// <summary>The engine's own file, which it can read again without a restart.</summary>
    DaemonJson,

    /// <summary>The file of variables that the init script or the unit reads: <c>/etc/sysconfig/docker</c>, <c>/etc/default/docker</c>, boot2docker's profile.</summary>
    Variables,

    /// <summary>A drop-in of the unit, which is ours alone.</summary>
    DropIn,
}
