using DockerOps.Images;
using DockerOps.Images.Transfer;

namespace DockerOps.Tests.Images;

/// <summary>Exports as the cmdlet makes them: looked at first, then run.</summary>
internal static class Exports
{
    /// <summary>What an export reports.</summary>
    public static async IAsyncEnumerable<Event> RunAsync(
        CopyEnd source, IReadOnlyList<string> names, string path, DeltaBase? since = null, bool overwrite = false, bool compress = false,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
    {
        var plan = await ExportPlan.MakeAsync(source, names, since, stop);
        await foreach (var item in ImageExport.RunAsync(plan, path, overwrite, compress, stop)) yield return item;
    }

    /// <summary>The archive it writes.</summary>
    public static Task<ImageArchive> ArchiveAsync(
        CopyEnd source, IReadOnlyList<string> names, string path, DeltaBase? since = null, bool overwrite = false, bool compress = false) =>
        LabImages.ResultAsync<ImageArchive>(RunAsync(source, names, path, since, overwrite, compress));
}
