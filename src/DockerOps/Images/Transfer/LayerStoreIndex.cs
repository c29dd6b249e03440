using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.Images.Transfer;

/// <summary>
/// What an engine's layer store says of layers, read as root. The layout is the engine's own (moby, image/fs.go, layer/filestore.go,
/// daemon/graphdriver/overlay2): it is only read, no lock is taken, and whatever it leads to is compared with digests.
/// </summary>
internal sealed record LayerStoreIndex(IReadOnlyDictionary<string, byte[]> Configs, IReadOnlyDictionary<string, StoredLayer> Layers)
{
    /// <summary>The driver whose layers are plain folders.</summary>
    public const string Driver = "overlay2";

    /// <summary>The store below the data root.</summary>
    public const string Folder = "image/overlay2";

    // The splits are kept in memory while their layers are read. They take about 40 bytes a file: this is for a million files.
    private const long MostSplitBytes = 32 << 20;
    private const long LongestConfig = 8 << 20;

    // Prints for each chain its layer's folder and diff id, then the sizes of all documents, an empty line, and the documents.
    private const string Script = """
        set -e
        cd -- "$1"/image/overlay2
        shift
        for word; do
          shift
          case $word in
          image/*) set -- "$@" "imagedb/content/sha256/${word#image/}" ;;
          *)
            layer=layerdb/sha256/$word
            cache= diff=
            IFS= read -r cache <"$layer/cache-id" || :
            IFS= read -r diff <"$layer/diff" || :
            printf '%s %s\n' "$cache" "$diff"
            set -- "$@" "$layer/tar-split.json.gz" ;;
          esac
        done
        wc -c -- "$@"
        echo
        exec cat -- "$@"
        """;

    /// <summary>Reads the configurations of images and the places of layers.</summary>
    /// <param name="root">A shell whose commands run as root.</param>
    /// <param name="dataRoot">The engine's data root.</param>
    /// <param name="images">The ids of the images.</param>
    /// <param name="layers">The layers: chain id and diff id.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">CommandFailed, NotPermitted: the store cannot be read. Corrupt: it is not what the engine says
    /// of its images. Unsupported: too many files. Unreachable.</exception>
    public static async Task<LayerStoreIndex> ReadAsync(
        HostShell root, string dataRoot, IReadOnlyList<string> images, IReadOnlyList<(string ChainId, string DiffId)> layers, CancellationToken cancellation)
    {
        List<string> words =
        [
            "sh", "-c", Script, "sh", dataRoot,
            .. images.Select(id => "image/" + LayerChain.Hex(id)), .. layers.Select(layer => LayerChain.Hex(layer.ChainId)),
        ];
        await using var command = await HostCommand.StartAsync(root, words, cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(command.Kill);
        command.Input.Close();
        await using var output = new ReadAhead(command.BulkOutput);
        try
        {
            var folders = new List<string>();
            foreach (var (_, diffId) in layers) folders.Add(FolderOf(await output.ReadLineAsync(cancellation).ConfigureAwait(false), diffId));
            var sizes = await SizesAsync(output, images.Count + layers.Count, cancellation).ConfigureAwait(false);
            if (sizes.Take(images.Count).Any(size => size > LongestConfig) || sizes.Skip(images.Count).Sum() > MostSplitBytes)
                throw new DockerOpsException(FailureKind.Unsupported, "Its layers have more files than can be kept in memory.");

            var documents = new List<byte[]>();
            foreach (var size in sizes)
            {
                var document = new byte[size];
                await output.ReadExactlyAsync(document, cancellation).ConfigureAwait(false);
                documents.Add(document);
            }

            await command.CompleteAsync(cancellation).ConfigureAwait(false);
            return new LayerStoreIndex(
                ConfigsOf(images, documents),
                layers.Select((layer, i) => new StoredLayer(layer.DiffId, folders[i], documents[images.Count + i])).ToDictionary(layer => layer.DiffId));
        }
        catch (Exception e) when (e is EndOfStreamException or DockerOpsException { Kind: FailureKind.Corrupt })
        {
            cancellation.ThrowIfCancellationRequested();
            // When the script failed, its own words say more than the answer that was cut by it.
            await command.CompleteAsync(cancellation).ConfigureAwait(false);
            throw new DockerOpsException(FailureKind.Corrupt, e.Message, inner: e);
        }
    }

    private static string FolderOf(string line, string diffId) =>
        line.Split(' ') is [{ Length: > 0 } cache, var diff] && diff == diffId && cache.All(char.IsAsciiLetterOrDigit)
            ? $"overlay2/{cache}/diff"
            : throw new DockerOpsException(FailureKind.Corrupt, $"The layer store does not have the layer {diffId}.");

    internal static async Task<List<long>> SizesAsync(ReadAhead output, int count, CancellationToken cancellation)
    {
        var sizes = new List<long>();
        while (await output.ReadLineAsync(cancellation).ConfigureAwait(false) is { Length: > 0 } line)
        {
            // The last line of several is their sum.
            if (sizes.Count == count) continue;
            if (!long.TryParse(line.TrimStart().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                throw new DockerOpsException(FailureKind.Corrupt, "The sizes of the layer store's documents cannot be read.");
            sizes.Add(size);
        }

        return sizes;
    }

    private static Dictionary<string, byte[]> ConfigsOf(IReadOnlyList<string> images, List<byte[]> documents)
    {
        var configs = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (id, document) in images.Zip(documents))
        {
            if (LayerChain.Digest(document) != id) throw new DockerOpsException(FailureKind.Corrupt, $"The layer store does not have the configuration of {id}.");
            configs[id] = document;
        }

        return configs;
    }
}
