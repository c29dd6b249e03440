using System.Diagnostics;
using DockerOps.Engine;

namespace DockerOps.Upgrade;

/// <summary>A node's place in its swarm.</summary>
/// <param name="Node">Its id.</param>
/// <param name="IsManager">Whether it is a manager, which alone can take nodes out of service.</param>
/// <param name="Nodes">How many nodes the swarm has, as a manager knows.</param>
/// <param name="Managers">How many managers it has.</param>
/// <param name="Reachable">How many of them can be reached.</param>
/// <param name="Availability">Whether the node takes tasks: <c>active</c>, <c>pause</c>, <c>drain</c>.</param>
internal sealed record SwarmFacts(string Node, bool IsManager, int Nodes, int Managers, int Reachable, string Availability)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the other managers can go on while this node is away (docs of the swarm mode: more than half of all).</summary>
    public bool KeepsQuorum => !IsManager || Managers == 1 || Reachable - 1 > Managers / 2;

    /// <summary>Whether tasks can go elsewhere meanwhile, and come back.</summary>
    public bool CanDrain => IsManager && Nodes > 1 && Availability == "active";

    /// <summary>
    /// Looks again, until the other managers can go on without this one: one whose engine was changed just now needs a moment to be
    /// back in the swarm.
    /// </summary>
    /// <returns>The last look; null when the engine is in no swarm, or its swarm has no majority to lose.</returns>
    public static async Task<SwarmFacts?> AwaitQuorumAsync(EngineClient engine, TimeSpan patience, CancellationToken cancellation)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(Interval, cancellation).ConfigureAwait(false))
        {
            try
            {
                var info = await engine.ReadAsync(EngineRequest.Get("/info"), UpgradeJson.Default.UpgradeInfo, cancellation).ConfigureAwait(false);
                var swarm = await ReadAsync(engine, info, cancellation).ConfigureAwait(false);
                if (swarm is null or { KeepsQuorum: true } || swarm.Reachable == swarm.Managers || watch.Elapsed > patience) return swarm;
            }
            catch (DockerOpsException e) when (e.Kind is FailureKind.EngineError or FailureKind.Unreachable)
            {
                return null;
            }
        }
    }

    /// <summary>Asks the engine; null when it is in no swarm.</summary>
    public static async Task<SwarmFacts?> ReadAsync(EngineClient engine, UpgradeInfo info, CancellationToken cancellation)
    {
        if (info.Swarm is not { LocalNodeState: "active", NodeID: { Length: > 0 } id } swarm) return null;
        if (!swarm.ControlAvailable) return new(id, false, 0, 0, 0, "");
        var nodes = await engine.ReadAsync(EngineRequest.Get("/nodes"), UpgradeJson.Default.ListSwarmNode, cancellation).ConfigureAwait(false);
        var managers = nodes.Where(node => node.ManagerStatus is not null).ToList();
        return new(
            id, true, nodes.Count, managers.Count, managers.Count(node => node.ManagerStatus!.Reachability == "reachable"),
            nodes.Find(node => node.ID == id)?.Spec?.Availability ?? "");
    }
}
