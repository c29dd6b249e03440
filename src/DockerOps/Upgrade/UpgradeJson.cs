using System.Text.Json.Serialization;

namespace DockerOps.Upgrade;

/// <summary>Compiled serialization of the journal, and of those answers of engines that only an upgrade reads.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, WriteIndented = false, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(UpgradeRecord))]
[JsonSerializable(typeof(EngineInventory))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(InspectedContainer))]
[JsonSerializable(typeof(UpgradeInfo))]
[JsonSerializable(typeof(SwarmNode))]
[JsonSerializable(typeof(List<SwarmNode>))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class UpgradeJson : JsonSerializerContext;

/// <summary>What an upgrade reads of <c>GET /containers/ID/json</c>.</summary>
internal sealed record InspectedContainer(InspectedHostConfig? HostConfig, InspectedConfig? Config);

/// <summary>How a container is run.</summary>
internal sealed record InspectedHostConfig(InspectedPolicy? RestartPolicy, bool AutoRemove);

/// <summary>What a container runs.</summary>
internal sealed record InspectedConfig(int? StopTimeout);

/// <summary>When a container is started again.</summary>
internal sealed record InspectedPolicy(string? Name);

/// <summary>What an upgrade reads of <c>GET /info</c>.</summary>
internal sealed record UpgradeInfo(bool LiveRestoreEnabled, UpgradeSwarm? Swarm);

/// <summary>The node's place in a swarm.</summary>
internal sealed record UpgradeSwarm(string? NodeID, string? LocalNodeState, bool ControlAvailable, int Managers, SwarmCluster? Cluster);

/// <summary>The swarm itself, as managers know it.</summary>
internal sealed record SwarmCluster(string? ID);

/// <summary>The parts of <c>GET /nodes/ID</c> that are used.</summary>
internal sealed record SwarmNode(string? ID, SwarmVersion? Version, SwarmNodeSpec? Spec, SwarmManager? ManagerStatus);

/// <summary>How a manager is.</summary>
internal sealed record SwarmManager(string? Reachability);

/// <summary>The version of an object of a swarm, which a change has to name.</summary>
internal sealed record SwarmVersion(long Index);

/// <summary>What is wanted of a node.</summary>
internal sealed record SwarmNodeSpec(string? Name, string? Role, string? Availability, Dictionary<string, string>? Labels);
