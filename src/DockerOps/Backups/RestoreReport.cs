namespace DockerOps;

/// <summary>What came of restoring a backup.</summary>
public sealed record RestoreReport
{
    /// <summary>The host it was restored on.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The backup's folder.</summary>
    public required string Path { get; init; }

    /// <summary>What was restored.</summary>
    public required IReadOnlyList<RestoredItem> Items { get; init; }

    /// <summary>What was there already, the same.</summary>
    public required IReadOnlyList<RestoredItem> Skipped { get; init; }

    /// <summary>What could not be restored, and why.</summary>
    public required IReadOnlyList<BackupOmission> Failed { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }
}
