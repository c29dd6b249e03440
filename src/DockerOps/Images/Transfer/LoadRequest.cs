using DockerOps.Engine;

namespace DockerOps.Images.Transfer;

/// <summary>A request that loads an archive into an engine while the archive is written. It ends by one of its three ways to end.</summary>
internal sealed class LoadRequest : IDisposable
{
    private readonly OpenedContent body = new();
    private readonly CancellationTokenSource stop;
    private readonly Task<IReadOnlyList<string>> load;

    private LoadRequest(EngineClient engine, EngineRequest request, CancellationToken cancellation)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        load = ImageImport.LoadAsync(engine, request, body, meter: null, stop.Token);
    }

    /// <summary>Where to write the archive.</summary>
    public Stream Archive { get; private set; } = Stream.Null;

    /// <summary>Bytes that went out.</summary>
    public long Sent => body.Sent;

    /// <summary>Begins it.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="request">The call.</param>
    /// <param name="packing">How its bytes are packed.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="DockerOpsException">What the engine answers, or Unreachable.</exception>
    public static async Task<LoadRequest> StartAsync(EngineClient engine, EngineRequest request, TransferCompression packing, CancellationToken cancellation)
    {
        var started = new LoadRequest(engine, request, cancellation);
        try
        {
            // Without a connection the body is never opened.
            if (await Task.WhenAny(started.body.Opened, started.load).ConfigureAwait(false) == started.load) await started.load.ConfigureAwait(false);
            started.Archive = await Packing.OpenAsync(packing, await started.body.Opened.ConfigureAwait(false), cancellation).ConfigureAwait(false);
            return started;
        }
        catch (Exception e)
        {
            await started.AbandonAsync(e).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Throws if the engine has refused the archive before its end.</summary>
    public ValueTask CheckAsync() => load.IsCompleted ? new ValueTask(load) : ValueTask.CompletedTask;

    /// <summary>Ends the archive.</summary>
    /// <returns>The names and ids that the engine says it loaded.</returns>
    public async Task<IReadOnlyList<string>> CompleteAsync()
    {
        await Archive.DisposeAsync().ConfigureAwait(false);
        body.Complete();
        var names = await load.ConfigureAwait(false);
        Dispose();
        return names;
    }

    /// <summary>Breaks it off and waits until the engine has let go; it loads nothing of it.</summary>
    public async Task AbandonAsync(Exception why)
    {
        body.Abandon(why);
        await stop.CancelAsync().ConfigureAwait(false);
        await LetGoAsync().ConfigureAwait(false);
    }

    /// <summary>Breaks it off after a write that failed: the engine's own answer says more than that.</summary>
    /// <returns>The answer; null where there was none.</returns>
    public async Task<DockerOpsException?> FailAsync(Exception why)
    {
        body.Abandon(why);
        await LetGoAsync().ConfigureAwait(false);
        return load.Exception?.InnerException as DockerOpsException;
    }

    public void Dispose()
    {
        stop.Dispose();
        body.Dispose();
    }

    private async Task LetGoAsync()
    {
        await Task.WhenAny(load).ConfigureAwait(false);
        if (Archive is ZstdStream packer) await packer.AbandonAsync().ConfigureAwait(false);
        Dispose();
    }
}
