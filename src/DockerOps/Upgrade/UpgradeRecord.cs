namespace DockerOps.Upgrade;

/// <summary>
/// All that decides the steps of one run, as it is kept on the host: whoever reads it can finish the run in either direction.
/// </summary>
internal sealed record UpgradeRecord
{
    /// <summary>The form of this record. One of another form is not touched.</summary>
    public const int CurrentForm = 1;

    public int Form { get; init; } = CurrentForm;

    /// <summary>The run's name: when it was planned, UTC, and some chance. Names sort by time.</summary>
    public required string Id { get; init; }

    /// <summary>The engine's version before.</summary>
    public required string FromVersion { get; init; }

    /// <summary>The engine's version after, as far as it counts releases: <c>26.1.5</c>.</summary>
    public required string ToVersion { get; init; }

    public required UpgradeSource Source { get; init; }

    /// <summary>What manages the engine's packages; null for static programs.</summary>
    public string? Manager { get; init; }

    /// <summary>The packages that are asked for, in the manager's spelling.</summary>
    public IReadOnlyList<string> Wanted { get; init; } = [];

    /// <summary>What the solver changes.</summary>
    public IReadOnlyList<PackageChange> Packages { get; init; } = [];

    /// <summary>Whether the old packages can be had and are kept; else their files are.</summary>
    public bool KeepsPackages { get; init; }

    /// <summary>The address of an archive of static programs.</summary>
    public string? Url { get; init; }

    /// <summary>The path of such an archive on the machine of the one who upgrades.</summary>
    public string? Path { get; init; }

    /// <summary>The archive's SHA-256 in hexadecimal; null when it was not given.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The folder of the engine's program, for static programs that are new.</summary>
    public required string ProgramFolder { get; init; }

    /// <summary>The files of the configuration, put back on the way back.</summary>
    public required IReadOnlyList<string> Configuration { get; init; }

    /// <summary>The ids of containers that run: they are stopped, and have to run afterwards.</summary>
    public required IReadOnlyList<string> Running { get; init; }

    /// <summary>The ids of those among them that have to be paused.</summary>
    public required IReadOnlyList<string> Paused { get; init; }

    /// <summary>Whether the host is a manager of a swarm: of those one is changed at a time.</summary>
    public bool IsSwarmManager { get; init; }

    /// <summary>The id of the swarm that the host manages; null when it manages none, or nobody wrote it down.</summary>
    public string? Swarm { get; init; }

    /// <summary>The node's id in its swarm, when its tasks move away meanwhile.</summary>
    public string? DrainedNode { get; init; }

    /// <summary>Where a backup is put before the engine is stopped; null for none.</summary>
    public string? BackupPath { get; init; }

    /// <summary>Seconds that an engine may take to answer or to end.</summary>
    public required double Timeout { get; init; }
}
