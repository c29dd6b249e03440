using System.IO.Compression;
using DockerOps.Engine;
using DockerOps.Files;

namespace DockerOps.Containers;

/// <summary>Saves the file system of a container, running or not, as a tar. Volumes are not part of it.</summary>
public static class ContainerExport
{
    /// <summary>What <see cref="RunAsync"/> will do, step by step.</summary>
    public static IReadOnlyList<string> Plan(DockerHost host, string container, string path) =>
    [
        $"{ContainerRequests.Export(container)} on {host} > {PartialFile.PartialOf(path)}",
        $"rename {PartialFile.PartialOf(path)} to {path}",
    ];

    /// <summary>
    /// Streams the tar into <c>PATH.partial</c>, hashing on the way, reads it again to see that it is whole, and only then
    /// gives it its name. Yields progress and a <see cref="ContainerArchive"/>.
    /// </summary>
    /// <param name="engine">The engine that has the container.</param>
    /// <param name="container">Its name or id.</param>
    /// <param name="path">The file, an absolute path.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="compress">Whether to pack it with gzip, at its fastest level.</param>
    /// <param name="cancellation">Ends the export and removes the partial file.</param>
    /// <exception cref="DockerOpsException">NotFound, Conflict, NoSpace, Corrupt, NotPermitted, Unreachable.</exception>
    public static IAsyncEnumerable<Event> RunAsync(
        EngineClient engine, string container, string path, bool overwrite, bool compress, CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync($"Export {container}", meter, stop => SaveAsync(engine, container, path, overwrite, compress, meter, stop), cancellation);
    }

    private static async Task<ContainerArchive> SaveAsync(
        EngineClient engine, string container, string path, bool overwrite, bool compress, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "measuring";
        var detail = await ContainerList.InspectAsync(engine, container, cancellation, size: true).ConfigureAwait(false);
        meter.Total = detail.SizeRootFs;
        meter.Status = "reading";

        await using var file = PartialFile.Create(path, overwrite, compress ? null : detail.SizeRootFs);
        string hash;
        await using (var source = await engine.OpenAsync(ContainerRequests.Export(container), cancellation).ConfigureAwait(false))
            hash = await file.FillAsync(source, compress, meter, cancellation).ConfigureAwait(false);
        file.Finish();

        // An engine that fails half-way ends its answer as if nothing had happened: only the tar tells.
        meter.Status = "checking";
        var members = await CountAsync(file.PartialPath, container, compress, cancellation).ConfigureAwait(false);
        var size = new FileInfo(file.PartialPath).Length;
        file.Commit();
        return new ContainerArchive
        {
            DockerHost = engine.Host,
            Container = container,
            Path = path,
            IsCompressed = compress,
            Members = members,
            Size = size,
            Sha256 = hash,
        };
    }

    private static async Task<int> CountAsync(string path, string container, bool compressed, CancellationToken cancellation)
    {
        await using var file = LocalFile.OpenRead(path);
        await using Stream plain = compressed ? new GZipStream(file, CompressionMode.Decompress) : new BufferedStream(file, 256 * 1024);
        var tar = new TarInput(plain, $"The engine's tar of '{container}'");
        var members = 0;
        while (await tar.NextAsync(cancellation).ConfigureAwait(false) is not null) members++;
        return members;
    }
}
