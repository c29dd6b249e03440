namespace DockerOps;

/// <summary>One check of an engine.</summary>
public sealed record EngineCheck
{
    /// <summary>The host.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>What was checked: <c>Version</c>, <c>Images</c>, <c>Container</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it went well; null when it could not be tried.</summary>
    public required bool? Passed { get; init; }

    /// <summary>What was found, or what went wrong.</summary>
    public required string Detail { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
