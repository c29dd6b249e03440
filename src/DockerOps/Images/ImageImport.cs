using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Files;
using DockerOps.Images.Transfer;

namespace DockerOps.Images;

/// <summary>Loads archives into an engine.</summary>
public static class ImageImport
{
    /// <summary>
    /// Checks that the archive is whole, then streams it into the engine. Yields progress and the list of the images
    /// that were loaded.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="path">The archive, an absolute path.</param>
    /// <param name="quiet">Whether the engine may keep to itself how far it is; who shows no progress need not ask for it.</param>
    /// <param name="cancellation">Ends the import; an engine loads nothing of an archive that is cut off.</param>
    /// <exception cref="DockerOpsException">NotFound, Corrupt, NoSpace, EngineError, Unreachable.</exception>
    public static IAsyncEnumerable<Event> RunAsync(EngineClient engine, string path, bool quiet, CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync($"Import {Path.GetFileName(path)}", meter, stop => LoadFileAsync(engine, path, quiet, meter, stop), cancellation);
    }

    /// <summary>Sends an archive to the engine and gives the names of what it loaded.</summary>
    internal static async Task<IReadOnlyList<string>> LoadAsync(
        EngineClient engine, EngineRequest request, HttpContent body, TransferMeter? meter, CancellationToken cancellation)
    {
        var loaded = new List<string>();
        await foreach (var record in engine.StreamAsync(request, body, cancellation).ConfigureAwait(false))
        {
            if (meter is not null) Show(record, meter);
            loaded.AddRange(LoadedNames(record.Stream));
        }

        return loaded;
    }

    private static async Task<IReadOnlyList<Image>> LoadFileAsync(EngineClient engine, string path, bool quiet, TransferMeter meter, CancellationToken cancellation)
    {
        await using var file = LocalFile.OpenRead(path);
        var archive = await CheckAsync(engine, path, meter, cancellation).ConfigureAwait(false);
        meter.Total = file.Length;
        meter.Status = "sending";

        using var body = new PumpedContent(file, file.Length, meter);
        var images = new List<Image>();
        foreach (var name in await LoadAsync(engine, ImageRequests.Load(path, quiet), body, meter, cancellation).ConfigureAwait(false))
            images.Add(await ImageList.FindAsync(engine, name, cancellation).ConfigureAwait(false));
        if (archive is { IsDelta: true }) await DeltaCheck.AfterAsync(engine, archive, images, cancellation).ConfigureAwait(false);
        return images;
    }

    // A graph driver checks every layer's digest itself and keeps nothing of an archive that fails; containerd's store
    // keeps a broken image, so there every digest is checked before the engine sees a byte.
    private static async Task<ImageArchive?> CheckAsync(EngineClient engine, string path, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "checking";
        ImageArchive archive;
        try
        {
            archive = await ImageArchiveReader.ReadAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.Unsupported)
        {
            // Packed in a way only the engine can read (xz, zstd); it is left to the engine to judge.
            return null;
        }

        if (archive.IsDelta) await DeltaCheck.BeforeAsync(engine, archive, cancellation).ConfigureAwait(false);
        var info = await EngineInfo.ReadAsync(engine, cancellation).ConfigureAwait(false);
        if (!info.UsesContainerdStore) return archive;
        await foreach (var item in ImageArchiveAudit.RunAsync(path, cancellation).ConfigureAwait(false))
        {
            if (item is Output<ArchiveFinding> { Value: { Severity: ArchiveFindingSeverity.Error } finding })
                throw new DockerOpsException(FailureKind.Corrupt, $"'{path}' is damaged: {finding.Message} Nothing was loaded.", path);
        }

        return archive;
    }

    private static void Show(StreamRecord record, TransferMeter meter)
    {
        if (record.Progress is not { Total: > 0 }) return;
        meter.Status = $"{record.Status} {record.Id}";
    }

    // moby, image/tarexport/load.go: "Loaded image: NAME" and "Loaded image ID: ID", a line for each; podman writes the first, with all
    // names in one line (pkg/api/handlers/compat/images.go).
    private static string[] LoadedNames(string? line)
    {
        foreach (var prefix in (string[])["Loaded image ID: ", "Loaded image: "])
        {
            if (line is not null && line.StartsWith(prefix, StringComparison.Ordinal))
                return line[prefix.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        return [];
    }
}
