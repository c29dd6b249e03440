using DockerOps.Engine;

namespace DockerOps.Images.Transfer;

/// <summary>Whether an engine has what a delta archive leaves out: asked before it sees a byte, and looked at afterwards.</summary>
internal static class DeltaCheck
{
    private const int MostNamed = 3;

    /// <summary>Compares what is left out with the engine's layers.</summary>
    /// <exception cref="DockerOpsException">NotFound: layers are missing, by name. Unsupported: the engine takes whole archives only.</exception>
    public static async Task BeforeAsync(EngineClient engine, ImageArchive archive, CancellationToken cancellation)
    {
        var side = await EngineSide.OpenAsync(CopyEnd.Of(engine), cancellation).ConfigureAwait(false);
        if (side.WhyEverything is { } why)
            throw new DockerOpsException(FailureKind.Unsupported, $"'{archive.Path}' is a delta, and '{engine.Host}' takes whole archives only: {why}. Export without -Since.", archive.Path);
        var present = await PresentLayers.ReadAsync(engine, cancellation).ConfigureAwait(false);
        var missing = archive.Images.SelectMany(image => Missing(image, present.Chains)).Distinct().ToList();
        if (missing.Count == 0) return;
        var named = string.Join(", ", missing.Take(MostNamed)) + (missing.Count > MostNamed ? $" and {missing.Count - MostNamed} more" : "");
        throw new DockerOpsException(
            FailureKind.NotFound,
            $"'{archive.Path}' is a delta, and '{engine.Host}' lacks layers that it leaves out: {named}. Nothing was sent. " +
            "Import the image it was made since first, or an archive that was exported without -Since.", archive.Path);
    }

    /// <summary>Compares what was loaded with the archive; an image that differs is removed.</summary>
    /// <exception cref="DockerOpsException">Corrupt.</exception>
    public static async Task AfterAsync(EngineClient engine, ImageArchive archive, IReadOnlyList<Image> loaded, CancellationToken cancellation)
    {
        var side = await EngineSide.OpenAsync(CopyEnd.Of(engine), cancellation).ConfigureAwait(false);
        foreach (var image in archive.Images.Where(image => image.NeededLayers.Count > 0))
        {
            foreach (var reference in image.References)
            {
                var item = new PlannedImage(new SourceImage(reference.ToString(), image.Id, reference, image.DiffIds, 0) { KeepsId = true }, false, false, 0, null);
                await CopyCheck.RunAsync(side, item, loaded.Select(there => there.Id).ToList(), cancellation).ConfigureAwait(false);
            }
        }
    }

    // A layer left out counts as present only on top of all that lies below it.
    private static IEnumerable<string> Missing(ArchivedImage image, IReadOnlySet<string> present)
    {
        var needed = image.NeededLayers.ToHashSet(StringComparer.Ordinal);
        var chains = LayerChain.Of(image.DiffIds);
        return image.DiffIds.Where((diffId, i) => needed.Contains(diffId) && !present.Contains(chains[i]));
    }
}
