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
    /// <summary>Asks.</summary>
    public static async Task<EngineInfo> ReadAsync(EngineClient engine, CancellationToken cancellation)
    {
        var info = await engine.ReadAsync(EngineRequest.Get("/info"), WireJson.Default.WireInfo, cancellation).ConfigureAwait(false);
        var containerd = info.DriverStatus?.Any(pair => pair is ["driver-type", "io.containerd.snapshotter.v1"]) ?? false;
        return new EngineInfo(info.DockerRootDir, info.Driver, containerd, info.OperatingSystem, info.Architecture, info.KernelVersion);
    }
}
