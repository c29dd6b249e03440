using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Images.Registry;

namespace DockerOps.Images;

/// <summary>Lets an engine get images from a registry, and send them there, with the user's own login.</summary>
public static class ImageRegistry
{
    /// <summary>Runs the calls of a pull or a push. Yields progress and the <see cref="Image"/> as the engine has it then.</summary>
    /// <param name="engine">The engine; it is the one that talks to the registry.</param>
    /// <param name="reference">The image, with its registry.</param>
    /// <param name="requests">The calls, of <see cref="ImageRequests"/>, as they were shown.</param>
    /// <param name="cancellation">Ends the exchange; the engine keeps the layers that are whole.</param>
    /// <exception cref="DockerOpsException">NotFound, NotPermitted (the registry wants a login, or refuses it), Unreachable, EngineError.</exception>
    public static IAsyncEnumerable<Event> RunAsync(
        EngineClient engine, ImageReference reference, IReadOnlyList<EngineRequest> requests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var meter = new TransferMeter();
        return Watched.RunAsync($"{requests[^1].Method} {reference}", meter, stop => ExchangeAsync(engine, reference, requests, meter, stop), cancellation);
    }

    /// <summary>The registries that the Docker configuration has a login to; none where it cannot be read.</summary>
    public static IReadOnlyList<string> WithLogin() => RegistryLogin.Registries();

    private static async Task<Image> ExchangeAsync(
        EngineClient engine, ImageReference reference, IReadOnlyList<EngineRequest> requests, TransferMeter meter, CancellationToken cancellation)
    {
        foreach (var request in requests.SkipLast(1)) await engine.RunAsync(request, cancellation).ConfigureAwait(false);
        var login = await RegistryLogin.HeaderAsync(reference.Registry, cancellation).ConfigureAwait(false);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            await foreach (var record in engine.StreamAsync(requests[^1] with { RegistryAuth = login }, null, cancellation).ConfigureAwait(false))
                Show(record, counts, meter);
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.EngineError or FailureKind.NotFound)
        {
            throw new DockerOpsException(KindOf(e), e.Message, reference, e);
        }

        return await ImageList.FindAsync(engine, reference.WithDefaultTag().ToString(), cancellation).ConfigureAwait(false);
    }

    // Each layer tells its own bytes; while it is unpacked it counts anew.
    private static void Show(StreamRecord record, Dictionary<string, long> counts, TransferMeter meter)
    {
        meter.Status = $"{record.Status} {record.Id}".TrimEnd();
        if (record is not { Id: { } id, Progress: { Current: > 0 } progress, Status: "Downloading" or "Pushing" }) return;
        var before = counts.GetValueOrDefault(id);
        if (progress.Current <= before) return;
        counts[id] = progress.Current;
        meter.Add(progress.Current - before);
    }

    // The engine passes on the registry's words (distribution, registry/api/errcode) without a kind of its own.
    private static FailureKind KindOf(DockerOpsException e)
    {
        bool Says(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (e.Message.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
            }

            return false;
        }

        return Says("unauthorized", "authentication required", "no basic auth credentials", "access to the resource is denied", "access denied") ? FailureKind.NotPermitted
            : Says("connection refused", "no such host", "i/o timeout", "server gave HTTP response", "network is unreachable", "certificate") ? FailureKind.Unreachable
            : Says("manifest unknown", "not found", "does not exist", "name unknown") ? FailureKind.NotFound
            : e.Kind;
    }
}
