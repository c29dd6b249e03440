namespace DockerOps;

/// <summary>What an upgrade of a host's engine would do, and what was noticed before.</summary>
public sealed record UpgradePlan
{
    /// <summary>The host.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The engine's version now.</summary>
    public required string FromVersion { get; init; }

    /// <summary>The version it gets; as it was asked for where none could be found.</summary>
    public required string ToVersion { get; init; }

    /// <summary>Where it comes from.</summary>
    public required UpgradeSource Source { get; init; }

    // Lists are arrays here: a shell indexes nothing else.

    /// <summary>What was noticed, the worst first.</summary>
    public required IReadOnlyList<UpgradeFinding> Findings { get; init => field = value.ToArray(); }

    /// <summary>What the package manager changes; empty for other sources.</summary>
    public required IReadOnlyList<PackageChange> Packages { get; init => field = value.ToArray(); }

    /// <summary>The steps, in order; none when the upgrade cannot be begun or there is nothing to do.</summary>
    public required IReadOnlyList<UpgradeStep> Steps { get; init => field = value.ToArray(); }

    /// <summary>
    /// How long the engine is expected to be down: what containers may take to stop, and about five seconds for the packages
    /// and the start. Null when it is not.
    /// </summary>
    public TimeSpan? ExpectedDowntime { get; init; }

    /// <summary>Whether a finding forbids it.</summary>
    public bool IsBlocked => Findings.Any(finding => finding.Severity == UpgradeSeverity.Blocking);
}
