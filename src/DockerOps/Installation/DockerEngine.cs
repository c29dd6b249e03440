namespace DockerOps;

/// <summary>The engine of a host: its versions, where it came from, what runs it and what it holds.</summary>
public sealed record DockerEngine
{
    /// <summary>The host.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>Whether it answers. Of one that does not, only what its files and its service tell is known.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Its version: as it says itself, or as its program does while it is down; null when there is none.</summary>
    public string? Version { get; init; }

    /// <summary>The newest API version it speaks; null while it is down.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The version of the docker client on the host; null when there is none.</summary>
    public string? ClientVersion { get; init; }

    /// <summary>The version of containerd; null when not known.</summary>
    public string? ContainerdVersion { get; init; }

    /// <summary>The version of runc; null when not known.</summary>
    public string? RuncVersion { get; init; }

    /// <summary>How it came onto the host.</summary>
    public EngineInstallation Installation { get; init; }

    /// <summary>The engine's program, links followed: <c>/usr/bin/dockerd</c>; null when not known.</summary>
    public string? Program { get; init; }

    /// <summary>The package that owns the program, with version and architecture; null when none does.</summary>
    public string? Package { get; init; }

    /// <summary>All packages of engines on the host: <c>docker-ce-cli</c>, <c>containerd.io</c> …</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>What starts and stops it; null when the host's commands cannot be run.</summary>
    public EngineServiceState? Service { get; init; }

    /// <summary>What starts services on the host.</summary>
    public InitSystem InitSystem { get; init; }

    /// <summary>Where it keeps everything; null while it is down.</summary>
    public string? DataRoot { get; init; }

    /// <summary>The storage driver; null while it is down.</summary>
    public string? StorageDriver { get; init; }

    /// <summary>Where images are: <c>containerd</c> or <c>graph driver</c>; null while it is down.</summary>
    public string? ImageStore { get; init; }

    /// <summary>Whether containers go on while the engine is down; null while it is down.</summary>
    public bool? LiveRestore { get; init; }

    /// <summary>Its part in a swarm: <c>manager</c>, <c>worker</c>, <c>inactive</c> …; null while it is down.</summary>
    public string? SwarmRole { get; init; }

    /// <summary>How many images it has; null while it is down.</summary>
    public int? Images { get; init; }

    /// <summary>How many containers it has; null while it is down.</summary>
    public int? Containers { get; init; }

    /// <summary>How many containers run; null while it is down.</summary>
    public int? RunningContainers { get; init; }

    /// <summary>How many volumes it has; null while it is down.</summary>
    public int? Volumes { get; init; }

    /// <summary>Bytes of all layers, each counted once; null unless it was measured.</summary>
    public long? ImagesSize { get; init; }

    /// <summary>Bytes that containers have written over their images; null unless it was measured.</summary>
    public long? ContainersSize { get; init; }

    /// <summary>Bytes in volumes whose driver can tell; null unless it was measured.</summary>
    public long? VolumesSize { get; init; }

    /// <summary>The version and the host.</summary>
    public override string ToString() => $"{Version ?? "no engine"} on {DockerHost}";
}
