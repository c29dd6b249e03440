namespace DockerOps.Upgrade;

/// <summary>A container in an inventory.</summary>
internal sealed record InventoryContainer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string ImageId { get; init; }

    public required ContainerState State { get; init; }

    public int? ExitCode { get; init; }

    /// <summary><c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure</c>.</summary>
    public required string RestartPolicy { get; init; }

    /// <summary>Whether the engine removes it as soon as it stops (<c>--rm</c>).</summary>
    public bool RemovedWhenStopped { get; init; }

    /// <summary>Seconds it may take to stop.</summary>
    public int StopTimeout { get; init; }

    /// <summary>Whether a socket of an engine is mounted into it.</summary>
    public bool UsesEngineSocket { get; init; }

    /// <summary>Whether it belongs to a service of a swarm, which makes another one in its place.</summary>
    public bool IsSwarmTask { get; init; }

    /// <summary>The names of the volumes in it. Inventories of the first days have none.</summary>
    public IReadOnlyList<string> Volumes { get => field ?? []; init; } = [];

    /// <summary>Whether a stop is its end: the engine removes it, or its swarm puts another in its place.</summary>
    public bool EndsWhenStopped => RemovedWhenStopped || IsSwarmTask;

    /// <summary>Whether its processes are there, frozen or not.</summary>
    public bool IsUp => State is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting;

    /// <summary>Whether the engine starts it by itself. After a stop by a call it would not start one with unless-stopped.</summary>
    public bool StartsWithEngine => RestartPolicy is "always" or "unless-stopped" or "on-failure";
}
