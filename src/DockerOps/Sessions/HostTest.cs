namespace DockerOps;

/// <summary>Whether an engine answers on a host, and how.</summary>
public sealed record HostTest
{
    /// <summary>The host.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>Whether its engine answers.</summary>
    public required bool Reachable { get; init; }

    /// <summary>The engine's version; null when none answers.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>The newest API version the engine speaks; null when none answers.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>How the engine is reached, in words; null when the host cannot be reached.</summary>
    public string? Way { get; init; }

    /// <summary>How long one call takes on the open connection; null when none answers.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Why no engine answers; null when one does.</summary>
    public FailureKind? Failure { get; init; }

    /// <summary>The same in words, with what can be done.</summary>
    public string? Message { get; init; }
}
