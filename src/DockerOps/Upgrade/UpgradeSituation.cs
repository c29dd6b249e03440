namespace DockerOps.Upgrade;

/// <summary>All that was found out about a host before its engine is upgraded.</summary>
internal sealed record UpgradeSituation
{
    public required UpgradeOptions Options { get; init; }

    public required UpgradeFacts Facts { get; init; }

    /// <summary>The version that comes, as far as it is known.</summary>
    public required string Target { get; init; }

    /// <summary>What the engine holds; null when it does not answer.</summary>
    public required EngineInventory? Inventory { get; init; }

    public required UpgradeInfo? Info { get; init; }

    public required SwarmFacts? Swarm { get; init; }

    public required DaemonConfig Configuration { get; init; }

    /// <summary>What the package manager says; null for other sources.</summary>
    public required PackageSolution? Solution { get; init; }

    /// <summary>A run that was not finished; null when there is none.</summary>
    public required UpgradeJournal? Interrupted { get; init; }

    /// <summary>A change of the configuration that has not come to its end; null when there is none.</summary>
    public required KeptDaemonConfig? OpenChange { get; init; }

    /// <summary>What starts the engine.</summary>
    public required EngineServiceState Service { get; init; }

    /// <summary>The engine's version now, as it tells it, or its program where it does not answer.</summary>
    public string Present => Inventory?.EngineVersion ?? Facts.Versions.GetValueOrDefault(Facts.EngineProgram) ?? "";

    /// <summary>The containers that run.</summary>
    public IEnumerable<InventoryContainer> Up => Inventory?.Containers.Where(container => container.IsUp) ?? [];
}
