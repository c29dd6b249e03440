using System.Runtime.CompilerServices;
using System.Text;
using DockerOps.Hosts;

namespace DockerOps.Images.Transfer;

/// <summary>
/// Reads layers straight from an engine's overlay2 store: the contents of all files of all layers, one behind the other, of which their
/// tars are put together here. The engine prepares nothing, so the first byte comes at once. Where this process may, it opens the
/// files itself; elsewhere one command on the host reads them.
/// </summary>
internal sealed class LayerStoreSource : LayerSource
{
    /// <summary>Why a host that has no shell is not read.</summary>
    public const string NoShell = "it is reached by its engine's port only";

    // xargs(1) gives each cat(1) as many paths as fit a command line: a process for about a thousand files.
    private const string Script = """
        cd -- "$1" && exec xargs -0 cat --
        """;

    private readonly HostShell root;
    private readonly string dataRoot;
    private readonly LayerStoreIndex index;
    private DockerOpsException? refused;

    private LayerStoreSource(HostShell root, string dataRoot, LayerStoreIndex index)
    {
        (this.root, this.dataRoot, this.index) = (root, dataRoot, index);
        foreach (var (id, config) in index.Configs) Configs[id] = config;
        foreach (var (diffId, layer) in index.Layers) Sizes[diffId] = layer.Size;
    }

    /// <summary>The shell that may read the store of an engine, or the reason why there is none.</summary>
    public static async Task<(HostShell? Root, string WhyNot)> FindAsync(EngineSide side, CancellationToken cancellation)
    {
        if (side.Info is not { Driver: LayerStoreIndex.Driver, DataRoot: { } dataRoot } || side.Info.UsesContainerdStore)
            return (null, $"its images are not in {LayerStoreIndex.Driver} folders");
        if (side.Shell is null) return (null, NoShell);
        var root = await side.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        var look = await root.RunAsync(["test", "-d", $"{dataRoot}/{LayerStoreIndex.Folder}/layerdb/sha256"], cancellation).ConfigureAwait(false);
        return look.Success ? (root, "") : (null, "its user is not root there and has no sudo without a password, or the engine's folder is elsewhere");
    }

    /// <summary>Opens the store; the sizes of all layers that are needed are known then.</summary>
    /// <param name="root">A shell whose commands run as root.</param>
    /// <param name="dataRoot">The engine's data root.</param>
    /// <param name="images">The images whose configurations are needed.</param>
    /// <param name="wanted">The diff ids of the layers that are needed, or only their sizes.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static async Task<LayerStoreSource> OpenAsync(
        HostShell root, string dataRoot, IReadOnlyList<SourceImage> images, IReadOnlySet<string> wanted, CancellationToken cancellation)
    {
        var layers = images.SelectMany(image => image.ChainIds.Zip(image.DiffIds)).Where(layer => wanted.Contains(layer.Second)).DistinctBy(layer => layer.Second);
        var ids = images.Select(image => image.Id).Distinct().ToList();
        return new(root, dataRoot, await LayerStoreIndex.ReadAsync(root, dataRoot, ids, [.. layers], cancellation).ConfigureAwait(false));
    }

    public override async IAsyncEnumerable<LayerData> ReadAsync(
        IReadOnlyList<string> wanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var layers = wanted.Select(diffId => index.Layers[diffId]).ToList();
        if (layers.Count == 0) yield break;
        await foreach (var layer in (root.IsThisProcess && layers.TrueForAll(layer => layer.HasTextNames) ? ReadHere(layers) : ReadThereAsync(layers, cancellation)).ConfigureAwait(false))
            yield return layer;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async IAsyncEnumerable<LayerData> ReadHere(List<StoredLayer> layers)
    {
        foreach (var layer in layers)
        {
            var paths = layer.Paths().Select(path => Path.Combine(dataRoot, Encoding.UTF8.GetString(path)));
            await using var contents = new StoredFiles(paths.GetEnumerator());
            await using var tar = new LayerTar(TarSplit.Read(layer.Split).GetEnumerator(), contents, () => null);
            yield return new LayerData(layer.DiffId, layer.Size, tar);
        }
    }

    private async IAsyncEnumerable<LayerData> ReadThereAsync(List<StoredLayer> layers, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = await HostCommand.StartAsync(root, ["sh", "-c", Script, "sh", dataRoot], cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(command.Kill);
        var asking = Task.Factory.StartNew(() => Ask(command, layers), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await using var contents = new ReadAhead(command.BulkOutput);
        foreach (var layer in layers)
        {
            await using var tar = new LayerTar(TarSplit.Read(layer.Split).GetEnumerator(), contents, () => refused);
            yield return new LayerData(layer.DiffId, layer.Size, tar);
        }

        await asking.ConfigureAwait(false);
        await command.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    // Runs ahead of the reading: the command gets the paths of a layer while the contents of an earlier one still come.
    private void Ask(HostCommand command, List<StoredLayer> layers)
    {
        try
        {
            using var input = new BufferedStream(command.Input, 64 * 1024);
            foreach (var path in layers.SelectMany(layer => layer.Paths()))
            {
                input.Write(path);
                input.WriteByte(0);
            }
        }
        catch (Exception e) when (e is DockerOpsException or IOException or ObjectDisposedException)
        {
            // Without its paths the command ends early, and whoever reads finds the layer shorter than it is.
            refused = e as DockerOpsException;
            command.Kill();
        }
    }
}
