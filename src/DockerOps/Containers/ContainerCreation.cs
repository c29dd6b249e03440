using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Containers;

/// <summary>Makes containers.</summary>
public static class ContainerCreation
{
    /// <summary>Makes a container and leaves it unstarted. When it is cancelled on the way, the container is removed again.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="spec">What to make.</param>
    /// <param name="cancellation">Ends the operation.</param>
    /// <returns>The container's id, and what the engine warns of.</returns>
    /// <exception cref="DockerOpsException">
    /// InvalidInput: something in it makes no sense. NotFound: there is no such image; none is pulled. Conflict: the name is taken.
    /// </exception>
    public static async Task<(string Id, IReadOnlyList<string> Warnings)> RunAsync(
        EngineClient engine, ContainerSpec spec, CancellationToken cancellation)
    {
        var request = ContainerRequests.Create(spec);
        cancellation.ThrowIfCancellationRequested();

        // Never cut off: the engine would make the container all the same, and nobody would know its id.
        var creating = engine.ReadAsync(request, WireJson.Default.WireCreated, CancellationToken.None);
        try
        {
            var created = await creating.WaitAsync(cancellation).ConfigureAwait(false);
            return (created.Id, created.Warnings ?? []);
        }
        catch (OperationCanceledException)
        {
            await ContainerRemoval.SoonAsync(UndoAsync(engine, creating)).ConfigureAwait(false);
            throw;
        }
        catch (DockerOpsException e)
        {
            throw Explain(engine.Host, spec, e);
        }
    }

    private static async Task UndoAsync(EngineClient engine, Task<WireCreated> creating)
    {
        var created = await creating.ConfigureAwait(false);
        await engine.RunAsync(ContainerRequests.Remove(created.Id, force: true, volumes: true), CancellationToken.None).ConfigureAwait(false);
    }

    private static DockerOpsException Explain(DockerHost host, ContainerSpec spec, DockerOpsException e) => e.Kind switch
    {
        FailureKind.NotFound when e.Message.Contains("image", StringComparison.OrdinalIgnoreCase) => new(
            FailureKind.NotFound,
            $"'{host}' has no image '{spec.Image}', and none is pulled. Bring it there with Import-DockerImage or Copy-DockerImage.", spec.Image, e),
        // Podman has no status of its own for it.
        FailureKind.Conflict or FailureKind.EngineError when spec.Name is not null && e.Message.Contains("already in use", StringComparison.Ordinal) => new(
            FailureKind.Conflict, $"'{host}' has a container '{spec.Name}' already. Remove that one, or choose another name.", spec.Name, e),
        _ => e,
    };
}
