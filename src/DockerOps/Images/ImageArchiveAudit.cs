using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DockerOps.Images;

/// <summary>Checks the content of an image archive, without an engine.</summary>
public static class ImageArchiveAudit
{
    // Often enough to see it move, seldom enough to cost nothing.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Reads the whole archive once and compares every file with the digest that names it: blobs with their names,
    /// configurations with their image ids, layers, unpacked where they are packed with gzip, with the diff ids of their
    /// image. It finds what <see cref="ImageArchiveReader"/> finds, and changed content besides; layers that an engine
    /// left out silently (moby#49473) are missing blobs.
    /// </summary>
    /// <param name="path">A file, or the folder of an OCI layout.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <returns><see cref="Progress"/> on the way (bytes on disk), an <see cref="Output{T}"/> of
    /// <see cref="ArchiveFinding"/> for everything wrong, and last one of <see cref="ArchiveAudit"/>.</returns>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.NotFound"/>,
    /// <see cref="FailureKind.NotPermitted"/>, <see cref="FailureKind.Unreachable"/>: the file cannot be opened or read.
    /// <see cref="FailureKind.Unsupported"/>: packed with something other than gzip, or saved by an engine before 1.10.
    /// <see cref="FailureKind.InvalidInput"/>: an empty path, or a folder that is no layout.</exception>
    public static async IAsyncEnumerable<Event> RunAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var report = new ArchiveReport(ArchiveOpening.FullPath(path));
        await using var source = await ArchiveOpening.OpenAsync(path, hashFile: true, report, cancellation).ConfigureAwait(false);
        var catalogue = new ArchiveCatalogue(report);
        var clock = Stopwatch.StartNew();
        var next = TimeSpan.Zero;
        await foreach (var member in ReadAllAsync(source, catalogue, cancellation).ConfigureAwait(false))
        {
            if (clock.Elapsed < next) continue;
            next = clock.Elapsed + Pause;
            yield return new Progress(
                $"Check {Path.GetFileName(report.Path)}", ArchiveText.Shown(member), source.Position, source.Length, clock.Elapsed);
        }

        catalogue.CheckNames();
        var (format, images) = ArchiveContents.Read(catalogue, report);
        foreach (var finding in report.Findings) yield return new Output<ArchiveFinding>(finding);
        yield return new Output<ArchiveAudit>(new ArchiveAudit
        {
            Path = report.Path,
            Format = format,
            Images = images,
            Findings = report.Findings,
            BytesHashed = source.Position,
            Sha256 = source.FileSha256(),
        });
    }

    private static async IAsyncEnumerable<string> ReadAllAsync(
        ArchiveSource source, ArchiveCatalogue catalogue, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var member in ArchiveScan.WalkAsync(source, catalogue, hashAll: true, cancellation).ConfigureAwait(false))
            yield return member;
        // Behind the end mark lies padding, and it belongs to the hash of the file.
        while (await source.DrainAsync(cancellation).ConfigureAwait(false)) yield return "end of the file";
    }
}
