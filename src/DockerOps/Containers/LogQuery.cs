namespace DockerOps.Containers;

/// <summary>Which lines of a log.</summary>
public sealed record LogQuery
{
    /// <summary>Only so many lines from the end; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Only lines from then on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only lines up to then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether to wait for further lines until the container ends.</summary>
    public bool Follow { get; init; }
}
