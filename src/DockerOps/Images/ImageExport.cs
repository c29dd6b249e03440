using DockerOps.Files;
using DockerOps.Images.Transfer;

namespace DockerOps.Images;

/// <summary>Saves images of an engine into an archive.</summary>
public static class ImageExport
{
    /// <summary>
    /// Runs a plan: writes the archive as <c>PATH.partial</c>, hashing on the way, checks that it is whole and holds what was asked for,
    /// and only then gives it its name. Layers are read from the layer store where the plan says so, each compared with its digest; where
    /// that fails, the engine's archive is taken. Yields progress, notes and an <see cref="ImageArchive"/>.
    /// </summary>
    /// <param name="plan">What to do.</param>
    /// <param name="path">The archive, an absolute path.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="compress">Whether to pack it with gzip, at its fastest level.</param>
    /// <param name="cancellation">Ends the export and removes the partial file.</param>
    /// <exception cref="DockerOpsException">Conflict, NoSpace, Corrupt, NotPermitted, Unreachable.</exception>
    public static IAsyncEnumerable<Event> RunAsync(ExportPlan plan, string path, bool overwrite, bool compress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var meter = new TransferMeter();
        return Watched.RunAsync(
            $"Export {string.Join(", ", plan.Images)}", meter,
            async (report, stop) =>
            {
                var archive = await SaveAsync(plan, path, overwrite, compress, meter, report, stop).ConfigureAwait(false);
                report(new Output<ImageArchive>(archive));
            },
            cancellation);
    }

    private static async Task<ImageArchive> SaveAsync(
        ExportPlan plan, string path, bool overwrite, bool compress, TransferMeter meter, Action<Event> report, CancellationToken cancellation)
    {
        var (store, why) = await OpenStoreAsync(plan, cancellation).ConfigureAwait(false);
        var size = store is not null ? LayerArchive.SizeOf(plan.Wanted.Select(diffId => store.Sizes[diffId]))
            : plan.IsDelta ? (long?)null : plan.Size;
        await using var file = PartialFile.Create(path, overwrite, compress ? null : size);
        string? hash = null;
        if (store is not null)
        {
            try
            {
                meter.Total = plan.Wanted.Sum(diffId => store.Sizes[diffId]);
                hash = await file.WriteAsync(target => LayerArchive.WriteAsync(target, store, plan, meter, cancellation), compress).ConfigureAwait(false);
                report(new Note($"{plan.Host}: the layers were read from the layer store."));
            }
            catch (DockerOpsException e) when (IsOfStore(e))
            {
                why = e.Message.TrimEnd('.');
                file.Restart();
            }
        }

        hash ??= await TakeEnginesAsync(plan, why, file, compress, meter, report, cancellation).ConfigureAwait(false);
        if (plan.IsDelta) report(new Note($"{plan.Wanted.Count} layers are in the archive, {plan.Needs.Count} are left out."));
        return await FinishAsync(plan, file, hash, meter, cancellation).ConfigureAwait(false);
    }

    // The store is open before there is a file: it tells how large that will be.
    private static async Task<(LayerStoreSource? Store, string WhyNot)> OpenStoreAsync(ExportPlan plan, CancellationToken cancellation)
    {
        if (plan.Root is null) return (null, plan.WhyNotStore);
        try
        {
            var all = plan.Wanted.Concat(plan.Needs).ToHashSet(StringComparer.Ordinal);
            return (await LayerStoreSource.OpenAsync(plan.Root, plan.DataRoot, plan.Images, all, cancellation).ConfigureAwait(false), "");
        }
        catch (DockerOpsException e) when (IsOfStore(e))
        {
            return (null, e.Message.TrimEnd('.'));
        }
    }

    // A connection that broke, or a disk here that is full, is no better with the engine's archive.
    private static bool IsOfStore(DockerOpsException e) => e.Kind is not (FailureKind.Unreachable or FailureKind.NoSpace);

    private static async Task<string> TakeEnginesAsync(
        ExportPlan plan, string why, PartialFile file, bool compress, TransferMeter meter, Action<Event> report, CancellationToken cancellation)
    {
        if (plan.IsDelta)
        {
            report(new Note($"{plan.Host}: the layers are taken out of the engine's archive, as the layer store is not read: {why}."));
            await using var archive = new SavedArchiveSource(plan.Engine, plan.Images, allSizes: true);
            return await file.WriteAsync(target => LayerArchive.WriteAsync(target, archive, plan, meter, cancellation), compress).ConfigureAwait(false);
        }

        report(new Note($"{plan.Host}: the engine makes the archive, as the layer store is not read: {why}."));
        meter.Total = meter.Done + plan.Size;
        await using var source = await plan.Engine.OpenAsync(plan.Save, cancellation).ConfigureAwait(false);
        return await file.FillAsync(source, compress, meter, cancellation).ConfigureAwait(false);
    }

    private static async Task<ImageArchive> FinishAsync(ExportPlan plan, PartialFile file, string hash, TransferMeter meter, CancellationToken cancellation)
    {
        file.Finish();
        meter.Status = "checking";
        var archive = await ReadBackAsync(plan, file, cancellation).ConfigureAwait(false);
        CheckHolds(archive, plan.Images, file.Path);
        file.Commit();
        return archive with { Path = file.Path, Sha256 = hash, DockerHost = plan.Host };
    }

    // An engine that fails half-way ends its answer as if nothing had happened (moby#49473): only the archive tells.
    private static async Task<ImageArchive> ReadBackAsync(ExportPlan plan, PartialFile file, CancellationToken cancellation)
    {
        try
        {
            return await ImageArchiveReader.ReadAsync(file.PartialPath, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.Corrupt)
        {
            throw new DockerOpsException(
                FailureKind.Corrupt, $"The archive that '{plan.Host}' sent is not whole, and '{file.Path}' was not written: {e.Message}", file.Path, e);
        }
    }

    // With a containerd image store an image's id is the digest of its manifest.
    private static void CheckHolds(ImageArchive archive, IReadOnlyList<SourceImage> images, string path)
    {
        var names = archive.Images.SelectMany(image => image.References).ToHashSet();
        var ids = archive.Images.SelectMany(image => image.ManifestDigests.Append(image.Id)).ToHashSet(StringComparer.Ordinal);
        var missing = images.Where(image => !ids.Contains(image.Id) && (image.Reference is null || !names.Contains(image.Reference))).ToList();
        if (missing.Count > 0)
            throw new DockerOpsException(
                FailureKind.Corrupt, $"The archive lacks {string.Join(", ", missing)}; '{path}' was not written.", path);
    }
}
