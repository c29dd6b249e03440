using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Volumes;

/// <summary>Makes and removes volumes.</summary>
public static class VolumeChanges
{
    /// <summary>Looks whether a name is free: asked to make a volume that exists, an engine gives that one and says nothing.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Conflict"/>: there is a volume of that name.</exception>
    public static async Task CheckFreeAsync(EngineClient engine, string name, CancellationToken cancellation)
    {
        if (await VolumeList.LookAsync(engine, name, cancellation).ConfigureAwait(false) is not null)
            throw new DockerOpsException(FailureKind.Conflict, $"'{engine.Host}' has a volume '{name}' already. Remove that one, or choose another name.", name);
    }

    /// <summary>Sends a request of <see cref="VolumeRequests.Create"/>.</summary>
    /// <returns>The volume's name.</returns>
    /// <exception cref="DockerOpsException">InvalidInput, NotFound (the driver), EngineError, Unreachable.</exception>
    public static async Task<string> CreateAsync(EngineClient engine, EngineRequest request, CancellationToken cancellation) =>
        (await engine.ReadAsync(request, WireJson.Default.WireVolume, cancellation).ConfigureAwait(false)).Name;

    /// <summary>Finds a volume that is to be removed.</summary>
    /// <exception cref="DockerOpsException">NotFound. Conflict: containers use it; the message names them.</exception>
    public static async Task<Volume> FindUnusedAsync(EngineClient engine, string name, CancellationToken cancellation)
    {
        var volume = await VolumeList.FindAsync(engine, name, cancellation).ConfigureAwait(false);
        return volume.Containers.Count == 0 ? volume : throw new DockerOpsException(
            FailureKind.Conflict, $"The volume '{name}' is used by {string.Join(", ", volume.Containers)}. Remove {(volume.Containers.Count == 1 ? "that container" : "those containers")} first.", name);
    }
}
