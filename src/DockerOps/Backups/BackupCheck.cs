namespace DockerOps;

/// <summary>What came of testing one file of a backup.</summary>
public sealed record BackupCheck
{
    /// <summary>The host the backup was made of.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The backup's folder.</summary>
    public required string Path { get; init; }

    /// <summary>The file, below the folder.</summary>
    public required string File { get; init; }

    /// <summary>What it is part of.</summary>
    public required BackupPart Part { get; init; }

    /// <summary>What it holds.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes it should have.</summary>
    public required long Size { get; init; }

    /// <summary>Whether it is as it was written and, where that was asked for, came out of a throw-away volume the same.</summary>
    public required bool Passed { get; init; }

    /// <summary>Whether its restore was rehearsed.</summary>
    public required bool Rehearsed { get; init; }

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Message { get; init; }
}
