using System.Security.Cryptography;
using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>An archive that is put together here: of layers that are read one by one, and the documents behind them.</summary>
internal static class LayerArchive
{
    // Headers, configurations and manifests: more than they take, of which the rest is cut off at the end.
    private const int Documents = 64 * 1024;

    /// <summary>About how large it will be.</summary>
    public static long SizeOf(IEnumerable<long> layers) =>
        layers.Sum(size => TarHeader.BlockSize + ((size + TarHeader.BlockSize - 1) / TarHeader.BlockSize * TarHeader.BlockSize)) + Documents;

    /// <summary>Writes it. Every layer is compared with its digest while it passes.</summary>
    /// <param name="target">Where to; not closed.</param>
    /// <param name="layers">Where the layers are read.</param>
    /// <param name="plan">Which, and of what images.</param>
    /// <param name="meter">Counts their bytes.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="DockerOpsException">Corrupt: a layer differs from its digest, or is missing. Unreachable, CommandFailed.</exception>
    public static async Task WriteAsync(Stream target, LayerSource layers, ExportPlan plan, TransferMeter meter, CancellationToken cancellation)
    {
        var tar = new TarOutput(target);
        await foreach (var layer in layers.ReadAsync(plan.Wanted, cancellation).ConfigureAwait(false))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await tar.BeginAsync(DeltaDocuments.Blob(layer.DiffId), layer.Size, cancellation).ConfigureAwait(false);
            var length = await tar.CopyAsync(layer.Tar, hash, meter, cancellation).ConfigureAwait(false);
            layer.Check(length, hash);
            await tar.EndAsync(cancellation).ConfigureAwait(false);
            layers.Sizes[layer.DiffId] = layer.Size;
        }

        var entries = plan.Images.GroupBy(image => image.Id)
            .SelectMany(same => same.DistinctBy(image => image.Reference))
            .Select(image => new ArchiveEntry(layers.Configs[image.Id], image.Reference, image.DiffIds)).ToList();
        await DeltaDocuments.WriteAsync(tar, entries, layers.Sizes, plan.Needs, cancellation).ConfigureAwait(false);
    }
}
