using DockerOps.Engine;
using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>
/// Loads layers into one destination while they are read. A destination that fails keeps its failure to itself: the read goes on
/// for the others.
/// </summary>
internal sealed class DestinationFeed(DestinationPlan plan, EngineRequest request, PackingChoice packing, CancellationToken cancellation) : IAsyncDisposable
{
    private readonly HashSet<string> carried = [.. plan.Carried];
    private readonly Arrivals arrivals = new(plan);
    private LoadRequest? load;
    private TarOutput? tar;
    private long member;
    private bool taking;

    public DestinationPlan Plan => plan;

    /// <summary>Why this destination gets no more; null while all is well.</summary>
    public DockerOpsException? Failure { get; private set; }

    /// <summary>Bytes sent in all requests.</summary>
    public long Sent { get; private set; }

    /// <summary>The layers that were sent whole.</summary>
    public IReadOnlySet<string> Arrived => arrivals.Layers;

    /// <summary>The names and ids that the engine said it loaded.</summary>
    public List<string> Names { get; } = [];

    /// <summary>How its bytes are packed.</summary>
    public TransferCompression Compression => packing.Made ?? TransferCompression.None;

    /// <summary>Whether layers were loaded before the end.</summary>
    public bool HasStaged => arrivals.HasStaged;

    public Task BeginLayerAsync(LayerData layer) => TryAsync(async () =>
    {
        taking = carried.Contains(layer.DiffId);
        if (taking) await BeginAsync(await OpenAsync().ConfigureAwait(false), DeltaDocuments.Blob(layer.DiffId), layer.Size).ConfigureAwait(false);
    });

    /// <summary>Begins a member of an archive that is passed on as it is.</summary>
    public Task BeginMemberAsync(TarHeader header) => TryAsync(async () =>
    {
        var output = await OpenAsync().ConfigureAwait(false);
        taking = header.Type is '0' or '7';
        if (taking) await BeginAsync(output, header.Name, header.Size).ConfigureAwait(false);
        else await output.AddAsync(header.Name, header.Type, header.LinkTarget, cancellation).ConfigureAwait(false);
    });

    public Task WriteAsync(ReadOnlyMemory<byte> bytes) => !taking ? Task.CompletedTask : TryAsync(async () =>
    {
        await load!.CheckAsync().ConfigureAwait(false);
        await tar!.WriteAsync(bytes, cancellation).ConfigureAwait(false);
    });

    /// <summary>Ends a layer, or a member that is passed on as it is.</summary>
    /// <param name="diffId">The layer; null for anything else.</param>
    public Task EndAsync(string? diffId) => !taking ? Task.CompletedTask : TryAsync(async () =>
    {
        taking = false;
        await tar!.EndAsync(cancellation).ConfigureAwait(false);
        if (diffId is not null) arrivals.Add(diffId);
    });

    /// <summary>Lets the engine keep what it has got so far.</summary>
    public Task StageAsync(LayerSource source) => !plan.MayStage || tar is null ? Task.CompletedTask : TryAsync(async () =>
    {
        var entries = arrivals.TakeReady(image => source.Configs.ContainsKey(image.Id)).Select(ready => EntryOf(ready.Item, ready.Layers, source)).ToList();
        if (entries.Count > 0) await CloseAsync(entries, source).ConfigureAwait(false);
    });

    /// <summary>Lets the engine load the images.</summary>
    public Task FinishAsync(LayerSource source) => TryAsync(async () =>
    {
        var entries = arrivals.TakeRest().Select(item => EntryOf(item, item.Image.DiffIds.Count, source)).ToList();
        if (entries.Count == 0) return;
        await OpenAsync().ConfigureAwait(false);
        await CloseAsync(entries, source).ConfigureAwait(false);
    });

    /// <summary>Lets the engine load an archive that was passed on as it is.</summary>
    public Task FinishArchiveAsync() => TryAsync(async () =>
    {
        await tar!.FinishAsync(cancellation).ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    });

    /// <summary>Breaks off what is being sent; the engine loads nothing of it.</summary>
    public async Task AbandonAsync(Exception why)
    {
        if (load is null) return;
        await load.AbandonAsync(why).ConfigureAwait(false);
        Forget();
    }

    public async ValueTask DisposeAsync() => await AbandonAsync(new OperationCanceledException()).ConfigureAwait(false);

    // The image, or an image without a name that keeps its lowest layers.
    private static ArchiveEntry EntryOf(PlannedImage item, int layers, LayerSource source)
    {
        if (layers == item.Image.DiffIds.Count && source.Configs.TryGetValue(item.Image.Id, out var config)) return new(config, item.Image.Reference, item.Image.DiffIds);
        var lowest = item.Image.DiffIds.Take(layers).ToList();
        return new(StagedImages.Config(item.Image, lowest), null, lowest);
    }

    private async Task<TarOutput> OpenAsync()
    {
        if (tar is not null) return tar;
        await packing.BeginAsync(cancellation).ConfigureAwait(false);
        load = await LoadRequest.StartAsync(plan.Side.Engine, request, Compression, cancellation).ConfigureAwait(false);
        return tar = new TarOutput(packing.Made is null ? new WatchedStream(load.Archive, RepackAsync) : load.Archive);
    }

    // Where the connection is what the copy waits for, the request begins once more, packed.
    private async Task<Stream?> RepackAsync(ReadOnlyMemory<byte> beginning, double bytesPerSecond)
    {
        var left = Math.Max(plan.ExpectedBytes - Sent, member) - beginning.Length;
        await packing.MakeAsync(beginning, bytesPerSecond, left, cancellation).ConfigureAwait(false);
        if (Compression == TransferCompression.None) return null;
        await load!.AbandonAsync(new OperationCanceledException()).ConfigureAwait(false);
        Sent += load.Sent;
        load = null;
        load = await LoadRequest.StartAsync(plan.Side.Engine, request, Compression, cancellation).ConfigureAwait(false);
        return load.Archive;
    }

    private ValueTask BeginAsync(TarOutput output, string name, long size)
    {
        member = size;
        return output.BeginAsync(name, size, cancellation);
    }

    private async Task CloseAsync(IReadOnlyList<ArchiveEntry> entries, LayerSource source)
    {
        await DeltaDocuments.WriteAsync(tar!, entries, source.Sizes, [], cancellation).ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        Names.AddRange(await load!.CompleteAsync().ConfigureAwait(false));
        Forget();
    }

    private void Forget()
    {
        Sent += load?.Sent ?? 0;
        (load, tar) = (null, null);
    }

    private async Task TryAsync(Func<Task> work)
    {
        if (Failure is not null) return;
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or DockerOpsException or ObjectDisposedException)
        {
            taking = false;
            Failure = await ReasonAsync(e).ConfigureAwait(false);
        }
    }

    private async Task<DockerOpsException> ReasonAsync(Exception e)
    {
        var answer = load is null ? null : await load.FailAsync(e).ConfigureAwait(false);
        Forget();
        return answer ?? e as DockerOpsException ?? EngineFailure.Broken(plan.Side.Host, e);
    }
}
