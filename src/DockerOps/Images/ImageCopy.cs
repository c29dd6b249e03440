using DockerOps.Engine;

namespace DockerOps.Images;

/// <summary>Copies images from one engine to another, without a file in between.</summary>
public static class ImageCopy
{
    /// <summary>The request that <see cref="RunAsync"/> will send to the destination, and what it is fed from.</summary>
    public static EngineRequest Plan(DockerHost source, IReadOnlyList<string> names) =>
        ImageRequests.Load($"{ImageRequests.Save(names)} on {source}");

    /// <summary>
    /// Streams images from one engine into the other, and compares what arrived with what was sent. Yields progress and
    /// the list of the images on the destination.
    /// </summary>
    /// <param name="source">The engine that has the images.</param>
    /// <param name="destination">The engine that gets them.</param>
    /// <param name="names">References or ids. Layers they share are sent once.</param>
    /// <param name="cancellation">Ends the copy; an engine loads nothing of an archive that is cut off.</param>
    /// <exception cref="DockerOpsException">NotFound, Conflict (same engine), Corrupt, NoSpace, EngineError, Unreachable.</exception>
    public static IAsyncEnumerable<Event> RunAsync(
        EngineClient source, EngineClient destination, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync(
            $"Copy {string.Join(", ", names)} to {destination.Host}", meter, stop => CopyAsync(source, destination, names, meter, stop), cancellation);
    }

    private static async Task<IReadOnlyList<Image>> CopyAsync(
        EngineClient source, EngineClient destination, IReadOnlyList<string> names, TransferMeter meter, CancellationToken cancellation)
    {
        if (source.Host == destination.Host)
            throw new DockerOpsException(FailureKind.Conflict, $"Source and destination are the same host, '{source.Host}'.", destination.Host);

        // The destination is asked first: a source prepares a whole archive before its first byte.
        await destination.VersionAsync(cancellation).ConfigureAwait(false);
        var images = new List<Image>();
        foreach (var name in names) images.Add(await ImageList.FindAsync(source, name, cancellation).ConfigureAwait(false));
        meter.Total = images.DistinctBy(image => image.Id).Sum(image => image.Size);

        var loaded = await SendAsync(source, destination, names, meter, cancellation).ConfigureAwait(false);

        meter.Status = "comparing";
        var arrived = new List<Image>();
        var layers = new List<string>();
        foreach (var name in loaded)
        {
            arrived.Add(await ImageList.FindAsync(destination, name, cancellation).ConfigureAwait(false));
            layers.Add(await LayersAsync(destination, name, cancellation).ConfigureAwait(false));
        }

        foreach (var image in images)
        {
            if (!layers.Contains(await LayersAsync(source, image.Id, cancellation).ConfigureAwait(false)))
                throw new DockerOpsException(
                    FailureKind.Corrupt, $"'{image.Name}' on '{destination.Host}' has other layers than on '{source.Host}'.", image.Name);
        }

        return arrived;
    }

    private static async Task<IReadOnlyList<string>> SendAsync(
        EngineClient source, EngineClient destination, IReadOnlyList<string> names, TransferMeter meter, CancellationToken cancellation)
    {
        await using var archive = await source.OpenAsync(ImageRequests.Save(names), cancellation).ConfigureAwait(false);
        return await ImageImport.LoadAsync(destination, Plan(source.Host, names), archive, length: null, meter, cancellation).ConfigureAwait(false);
    }

    // Image ids differ between image stores; the layers' diff ids are the same everywhere (OCI image-spec, config.md).
    private static async Task<string> LayersAsync(EngineClient engine, string name, CancellationToken cancellation) =>
        string.Join(' ', (await ImageList.InspectAsync(engine, name, cancellation).ConfigureAwait(false)).RootFS?.Layers ?? []);
}
