namespace DockerOps;

/// <summary>An earlier version of a host's configuration files, as it was before a change.</summary>
public sealed record KeptDaemonConfig
{
    /// <summary>The host.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>Its name on the host.</summary>
    public required string Id { get; init; }

    /// <summary>When the change began, UTC, by the host's clock.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>What became of the change.</summary>
    public required KeptConfigState State { get; init; }

    /// <summary>The settings that were changed.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The files that were changed.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether the engine ran before the change.</summary>
    internal bool EngineRan { get; init; }

    /// <summary>The copy of the data that it has begun, and whether the folder was made for it; null once the new files take their place.</summary>
    internal (string Path, bool IsNew)? Copying { get; init; }
}
