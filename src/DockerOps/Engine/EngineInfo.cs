using DockerOps.Engine.Wire;

namespace DockerOps.Engine;

/// <summary>What an engine says of itself and its machine (<c>GET /info</c>).</summary>
/// <param name="DataRoot">Where it keeps everything.</param>
/// <param name="Driver">The storage driver.</param>
/// <param name="UsesContainerdStore">Whether images are in containerd's store, not a graph driver's.</param>
/// <param name="OperatingSystem">The machine's system, in words.</param>
/// <param name="Architecture">The machine's architecture as uname(1) names it.</param>
/// <param name="Kernel">The kernel's release.</param>
public sealed record EngineInfo(
    string? DataRoot, string? Driver, bool UsesContainerdStore, string? OperatingSystem, string? Architecture, string? Kernel)
{
    /// <summary>How many images it has, those without a name too.</summary>
    public int Images { get; init; }

    /// <summary>How many containers it has.</summary>
    public int Containers { get; init; }

    /// <summary>How many of them run.</summary>
    public int RunningContainers { get; init; }

    /// <summary>How many of them are paused.</summary>
    public int PausedContainers { get; init; }

    /// <summary>Whether containers go on while the engine is down.</summary>
    public bool LiveRestore { get; init; }

    /// <summary>Its part in a swarm: <c>manager</c>, <c>worker</c>; else the state, as <c>inactive</c>.</summary>
    public string SwarmRole { get; init; } = "inactive";

    /// <summary>Asks.</summary>
    public static async Task<EngineInfo> ReadAsync(EngineClient engine, CancellationToken cancellation)
    {
        var info = await engine.ReadAsync(EngineRequest.Get("/info"), WireJson.Default.WireInfo, cancellation).ConfigureAwait(false);
        var containerd = info.DriverStatus?.Any(pair => pair is ["driver-type", "io.containerd.snapshotter.v1"]) ?? false;
        return new EngineInfo(info.DockerRootDir, info.Driver, containerd, info.OperatingSystem, info.Architecture, info.KernelVersion)
        {
            Images = info.Images,
            Containers = info.Containers,
            RunningContainers = info.ContainersRunning,
            PausedContainers = info.ContainersPaused,
            LiveRestore = info.LiveRestoreEnabled,
            SwarmRole = info.Swarm?.LocalNodeState switch
            {
                "active" => info.Swarm.ControlAvailable ? "manager" : "worker",
                null or "" => "inactive",
                var state => state,
            },
        };
    }
}
