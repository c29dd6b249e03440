namespace DockerOps.Upgrade;

/// <summary>What a host's own commands tell before an upgrade.</summary>
internal sealed record UpgradeFacts
{
    /// <summary>The machine, as uname(1) names it.</summary>
    public required string Machine { get; init; }

    /// <summary>Whether programs of the system have 64 bits (getconf(1), LONG_BIT).</summary>
    public required bool Is64Bit { get; init; }

    /// <summary>The engine's programs by name, each with its full path, links followed.</summary>
    public required IReadOnlyDictionary<string, string> Programs { get; init; }

    /// <summary>Their versions, as they tell them: <c>20.10.24</c>.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The package that each program is of; programs that are of none are left out.</summary>
    public required IReadOnlyDictionary<string, HostPackage> Owners { get; init; }

    /// <summary>All packages whose names are those of engines.</summary>
    public required IReadOnlyList<HostPackage> Packages { get; init; }

    /// <summary>What manages the engine's package: <c>dnf</c>, <c>yum</c>, <c>apt</c>; null when it is in none or nothing does.</summary>
    public required string? Manager { get; init; }

    /// <summary>Programs that the upgrade needs and that are there.</summary>
    public required IReadOnlySet<string> Tools { get; init; }

    /// <summary>What is held at its version, in the package manager's words.</summary>
    public required IReadOnlyList<string> Held { get; init; }

    /// <summary>Who holds a lock of the package manager; null when nobody does.</summary>
    public required string? Busy { get; init; }

    /// <summary>Free bytes by folder.</summary>
    public required IReadOnlyDictionary<string, long> Free { get; init; }

    /// <summary>The files of the engine's configuration that are there.</summary>
    public required IReadOnlyList<string> ConfigurationFiles { get; init; }

    /// <summary>Whether a libdevmapper is there that lacks the symbol <c>dm_task_get_info_with_deferred_remove</c>.</summary>
    public required bool OldDeviceMapper { get; init; }

    /// <summary>The program of the engine: <c>dockerd</c>, before 1.12 <c>docker</c>.</summary>
    public string EngineProgram => Programs.ContainsKey("dockerd") ? "dockerd" : "docker";

    /// <summary>The package of the engine; null when it is in none.</summary>
    public HostPackage? EnginePackage => Owners.GetValueOrDefault(EngineProgram);
}
