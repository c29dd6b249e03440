namespace DockerOps;

/// <summary>Something in a daemon's configuration that its author should know.</summary>
public sealed record ConfigFinding
{
    /// <summary>The host; null for files that are on no host.</summary>
    public DockerHost? DockerHost { get; init; }

    /// <summary>How much it weighs.</summary>
    public required ConfigSeverity Severity { get; init; }

    /// <summary>Which of the closed list of findings.</summary>
    public required ConfigFindingId Id { get; init; }

    /// <summary>The setting or variable it is about; null when it is about a file.</summary>
    public string? Setting { get; init; }

    /// <summary>The file and the line; null when no file is to blame.</summary>
    public DaemonSource? Source { get; init; }

    /// <summary>What is wrong, and what to do.</summary>
    public required string Message { get; init => field = ArchiveText.Plain(value); }
}
