namespace DockerOps.Images;

/// <summary>
/// Reads what an image archive holds, without an engine: docker-archives as engines from 1.10 on and podman write
/// them, OCI layouts (a tar or a folder), and both in one. Packing with gzip is found by the first bytes.
/// </summary>
public static class ImageArchiveReader
{
    /// <summary>
    /// Lists the images of an archive and checks that it is complete: the tar is whole up to its end mark, every header
    /// has its checksum, and everything that a manifest names is there. Of a plain tar only headers and documents are
    /// read, so the size of the layers does not matter; a packed one is unpacked once. The content of layers is checked
    /// by <see cref="ImageArchiveAudit"/>.
    /// </summary>
    /// <param name="path">A file, or the folder of an OCI layout.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The archive.</returns>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.NotFound"/>: no such file.
    /// <see cref="FailureKind.Corrupt"/>: not an image archive, cut, damaged, or files missing (the message names them).
    /// <see cref="FailureKind.Unsupported"/>: packed with something other than gzip, or saved by an engine before 1.10.
    /// <see cref="FailureKind.InvalidInput"/>: an empty path, or a folder that is no layout.
    /// <see cref="FailureKind.NotPermitted"/>, <see cref="FailureKind.Unreachable"/>: the file cannot be opened or read.</exception>
    public static async Task<ImageArchive> ReadAsync(string path, CancellationToken cancellation = default)
    {
        var report = new ArchiveReport(ArchiveOpening.FullPath(path));
        await using var source = await ArchiveOpening.OpenAsync(path, hashFile: false, report, cancellation).ConfigureAwait(false);
        var catalogue = new ArchiveCatalogue(report);
        await foreach (var _ in ArchiveScan.WalkAsync(source, catalogue, hashAll: false, cancellation).ConfigureAwait(false))
        {
            // The catalogue fills by itself.
        }

        // Only behind the last member does gzip say whether all of it was right.
        while (source.IsCompressed && await source.DrainAsync(cancellation).ConfigureAwait(false)) cancellation.ThrowIfCancellationRequested();
        catalogue.CheckNames();
        var (format, images) = ArchiveContents.Read(catalogue, report);
        if (report.Errors.Any()) throw new DockerOpsException(FailureKind.Corrupt, Sentence(path, report), path);
        return new ImageArchive
        {
            Path = report.Path,
            Format = format!.Value,
            IsCompressed = source.IsCompressed,
            Size = source.Length,
            Images = images,
        };
    }

    private static string Sentence(string path, ArchiveReport report)
    {
        const int maxNamed = 3;
        // A damaged frame hides what follows; the files missing then are only its consequence.
        var errors = report.Errors.OrderBy(error => error.Kind).ToList();
        var first = errors[0];
        if (first.Kind == ArchiveFindingKind.NotAnArchive) return $"'{path}' is not an image archive. {first.Message}";
        var missing = errors.Where(error => error.Kind == ArchiveFindingKind.MissingBlob).Select(error => error.Member).Distinct().ToList();
        if (first.Kind != ArchiveFindingKind.MissingBlob)
            return $"'{path}' is damaged. {first.Message}{(errors.Count > 1 ? $" Found besides: {errors.Count - 1}." : "")} Save or copy it again.";
        var named = string.Join(", ", missing.Take(maxNamed)) + (missing.Count > maxNamed ? $" and {missing.Count - maxNamed} more" : "");
        return $"'{path}' is incomplete: its manifest names files that are not in it: {named}. Save the image again.";
    }
}
