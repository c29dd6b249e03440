using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Containers;

/// <summary>The names of an engine's networks.</summary>
public static class NetworkNames
{
    /// <summary>Reads them, the engine's own too.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(EngineClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var all = await engine.ReadAsync(EngineRequest.Get("/networks"), WireJson.Default.ListWireNetwork, cancellation).ConfigureAwait(false);
        return [.. all.Select(network => network.Name)];
    }
}
