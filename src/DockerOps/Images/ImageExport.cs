using DockerOps.Engine;
using DockerOps.Files;

namespace DockerOps.Images;

/// <summary>Saves images of an engine into an archive.</summary>
public static class ImageExport
{
    /// <summary>What <see cref="RunAsync"/> will do, step by step.</summary>
    public static IReadOnlyList<string> Plan(DockerHost host, IReadOnlyList<string> names, string path) =>
    [
        $"{ImageRequests.Save(names)} on {host} > {PartialFile.PartialOf(path)}",
        $"rename {PartialFile.PartialOf(path)} to {path}",
    ];

    /// <summary>
    /// Streams the archive into <c>PATH.partial</c>, hashing on the way, checks that it is whole and holds what was asked
    /// for, and only then gives it its name. Yields progress and an <see cref="ImageArchive"/>.
    /// </summary>
    /// <param name="engine">The engine that has the images.</param>
    /// <param name="names">References or ids. Layers they share are saved once.</param>
    /// <param name="path">The archive, an absolute path.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="compress">Whether to pack it with gzip, at its fastest level.</param>
    /// <param name="cancellation">Ends the export and removes the partial file.</param>
    /// <exception cref="DockerOpsException">NotFound, Conflict, NoSpace, Corrupt, NotPermitted, Unreachable.</exception>
    public static IAsyncEnumerable<Event> RunAsync(
        EngineClient engine, IReadOnlyList<string> names, string path, bool overwrite, bool compress, CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync(
            $"Export {string.Join(", ", names)}", meter, stop => SaveAsync(engine, names, path, overwrite, compress, meter, stop), cancellation);
    }

    private static async Task<ImageArchive> SaveAsync(
        EngineClient engine, IReadOnlyList<string> names, string path, bool overwrite, bool compress, TransferMeter meter, CancellationToken cancellation)
    {
        var images = new List<Image>();
        foreach (var name in names) images.Add(await ImageList.FindAsync(engine, name, cancellation).ConfigureAwait(false));
        meter.Total = images.DistinctBy(image => image.Id).Sum(image => image.Size);

        await using var file = PartialFile.Create(path, overwrite, compress ? null : meter.Total);
        string hash;
        await using (var source = await engine.OpenAsync(ImageRequests.Save(names), cancellation).ConfigureAwait(false))
            hash = await file.FillAsync(source, compress, meter, cancellation).ConfigureAwait(false);
        file.Finish();

        meter.Status = "checking";
        var archive = await ReadBackAsync(engine, file, cancellation).ConfigureAwait(false);
        CheckHolds(archive, images, path);
        file.Commit();
        return archive with { Path = path, Sha256 = hash, DockerHost = engine.Host };
    }

    // An engine that fails half-way ends its answer as if nothing had happened (moby#49473): only the archive tells.
    private static async Task<ImageArchive> ReadBackAsync(EngineClient engine, PartialFile file, CancellationToken cancellation)
    {
        try
        {
            return await ImageArchiveReader.ReadAsync(file.PartialPath, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.Corrupt)
        {
            throw new DockerOpsException(
                FailureKind.Corrupt, $"The archive that '{engine.Host}' sent is not whole, and '{file.Path}' was not written: {e.Message}", file.Path, e);
        }
    }

    // With a containerd image store an image's id is the digest of its manifest.
    private static void CheckHolds(ImageArchive archive, List<Image> images, string path)
    {
        var held = archive.Images
            .SelectMany(image => image.References.Select(reference => reference.ToString()).Append(image.Id).Concat(image.ManifestDigests)).ToHashSet();
        var missing = images.Where(image => !held.Contains(image.Name) && !held.Contains(image.Id)).Select(image => image.Name).ToList();
        if (missing.Count > 0)
            throw new DockerOpsException(
                FailureKind.Corrupt, $"The engine's archive lacks {string.Join(", ", missing)}; '{path}' was not written.", path);
    }
}
