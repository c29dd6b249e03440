namespace DockerOps;

/// <summary>What a run did to a host's engine, with the evidence.</summary>
public sealed record UpgradeReport
{
    /// <summary>The host.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The run's name in the host's journal; null when there was none.</summary>
    public string? RunId { get; init; }

    /// <summary>The engine's version before.</summary>
    public required string FromVersion { get; init; }

    /// <summary>The version it was to get.</summary>
    public required string ToVersion { get; init; }

    /// <summary>How it ended.</summary>
    public required UpgradeOutcome Outcome { get; init; }

    /// <summary>How long the engine was down, from its stop to its answer; null when it was not.</summary>
    public TimeSpan? Downtime { get; init; }

    // Lists are arrays here: a shell indexes nothing else.

    /// <summary>The steps, in the order in which they were begun.</summary>
    public IReadOnlyList<StepReport> Steps { get; init => field = value.ToArray(); } = [];

    /// <summary>What was noticed before.</summary>
    public IReadOnlyList<UpgradeFinding> Findings { get; init => field = value.ToArray(); } = [];

    /// <summary>What is not as it was before.</summary>
    public IReadOnlyList<InventoryDifference> Differences { get; init => field = value.ToArray(); } = [];

    /// <summary>Known failures that were met, with the lines of the log that tell.</summary>
    public IReadOnlyList<KnownFailure> KnownFailures { get; init => field = value.ToArray(); } = [];

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Lines that tell what went wrong: of the engine's log, of commands.</summary>
    public IReadOnlyList<string> Evidence { get; init => field = value.ToArray(); } = [];

    /// <summary>Which of the closed list of failures it was; null when it did not fail.</summary>
    public FailureKind? FailureKind { get; init; }

    /// <summary>Whether the old version runs again after a failure.</summary>
    public bool IsRolledBack => Outcome == UpgradeOutcome.RolledBack;
}
