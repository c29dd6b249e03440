using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Images;

/// <summary>Makes an image of a container as it is now.</summary>
public static class ImageCommit
{
    /// <summary>Sends the request and yields the <see cref="Image"/> that was made.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="container">The container, for progress and failures.</param>
    /// <param name="request">What <see cref="ImageRequests.Commit"/> made.</param>
    /// <param name="reference">The name asked for, or null.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DockerOpsException">NotFound: no such container. NoSpace, EngineError, Unreachable.</exception>
    public static IAsyncEnumerable<Event> RunAsync(
        EngineClient engine, string container, EngineRequest request, ImageReference? reference, CancellationToken cancellation) =>
        Watched.RunAsync(
            $"Commit {container}", new TransferMeter { Status = "the engine packs the container's changes" },
            stop => CommitAsync(engine, container, request, reference, stop), cancellation);

    private static async Task<Image> CommitAsync(
        EngineClient engine, string container, EngineRequest request, ImageReference? reference, CancellationToken cancellation)
    {
        try
        {
            var made = await engine.ReadAsync(request, WireJson.Default.WireId, cancellation).ConfigureAwait(false);
            return await ImageList.FindAsync(engine, reference?.WithDefaultTag().ToString() ?? made.Id, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            throw new DockerOpsException(FailureKind.NotFound, $"'{engine.Host}' has no container '{container}'. See Get-DockerContainer.", container, e);
        }
    }
}
