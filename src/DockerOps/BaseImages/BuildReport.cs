namespace DockerOps;

/// <summary>How a base image came about.</summary>
public sealed record BuildReport
{
    /// <summary>The packages in it, by name.</summary>
    public required IReadOnlyList<InstalledPackage> Packages { get; init; }

    /// <summary>What each step of minimising saved, in order.</summary>
    public required IReadOnlyList<MinimizeResult> Minimized { get; init; }

    /// <summary>The parts of the work and their times, in order.</summary>
    public required IReadOnlyList<BuildPhase> Phases { get; init; }

    /// <summary>What yum and the packages' scripts warned of.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The target's own release file, its first line; null when it has none.</summary>
    public string? Release { get; init; }

    /// <summary>Whether the root file system was made in memory.</summary>
    public required bool InMemory { get; init; }

    /// <summary>Packages, bytes saved and time, in a line.</summary>
    public override string ToString() =>
        $"{Packages.Count} packages, {Minimized.Sum(step => step.Saved):N0} bytes saved, {Phases.Sum(phase => phase.Duration.TotalSeconds):0.0} s";
}
