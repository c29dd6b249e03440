namespace DockerOps;

/// <summary>A line that a container wrote, as its engine kept it.</summary>
public sealed record LogLine
{
    /// <summary>The host whose engine has the container.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The container, as it was asked for.</summary>
    public required string Container { get; init; }

    /// <summary>Where it was written.</summary>
    public required LogSource Stream { get; init; }

    /// <summary>When the engine took it, UTC, to 100 nanoseconds.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The line, decoded as UTF-8, without its end.</summary>
    public required string Text { get; init; }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
