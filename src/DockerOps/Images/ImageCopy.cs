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

        await using (var archive = await source.OpenAsync(ImageRequests.Save(names), cancellation).ConfigureAwait(false))
        {
            await ImageImport.LoadAsync(destination, Plan(source.Host, names), archive, length: null, meter, cancellation).ConfigureAwait(false);
        }

        meter.Status = "comparing";
        var arrived = new List<Image>();
        foreach (var image in images) arrived.Add(await CompareAsync(source, destination, image, cancellation).ConfigureAwait(false));
        return arrived;
    }

    // Image ids differ between image stores; the layers' diff ids are the same everywhere (OCI image-spec, config.md).
    private static async Task<Image> CompareAsync(EngineClient source, EngineClient destination, Image image, CancellationToken cancellation)
    {
        var sent = await ImageList.InspectAsync(source, image.Name, cancellation).ConfigureAwait(false);
        var got = await ImageList.InspectAsync(destination, image.Name, cancellation).ConfigureAwait(false);
        if (!(sent.RootFS?.Layers ?? []).SequenceEqual(got.RootFS?.Layers ?? []))
            throw new DockerOpsException(
                FailureKind.Corrupt, $"'{image.Name}' on '{destination.Host}' has other layers than on '{source.Host}'.", image.Name);
        return await ImageList.FindAsync(destination, image.Name, cancellation).ConfigureAwait(false);
    }
}
