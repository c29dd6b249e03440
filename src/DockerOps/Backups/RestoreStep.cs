using DockerOps.Engine;
using DockerOps.Hosts;

namespace DockerOps.Backups;

/// <summary>One thing that is restored. What is shown is made of the same values as what is run; a step that fails takes away what it made.</summary>
/// <param name="Item">What it is.</param>
internal abstract record RestoreStep(RestoredItem Item)
{
    /// <summary>The step as it will be run, line by line.</summary>
    public abstract IEnumerable<string> Lines { get; }

    /// <summary>What has to be restored before it, where that is part of the restore. Without it the step is left out.</summary>
    public IReadOnlyList<RestoredItem> Needs { get; init; } = [];

    public abstract Task RunAsync(TransferMeter meter, CancellationToken cancellation);

    private protected static string On(EngineClient engine, EngineRequest request) => $"{request} on {engine.Host}";
}

/// <summary>Calls of the engine, in order.</summary>
internal sealed record RequestsStep(RestoredItem Item, EngineClient Engine, IReadOnlyList<EngineRequest> Requests) : RestoreStep(Item)
{
    public override IEnumerable<string> Lines => Requests.Select(request => On(Engine, request));

    public override async Task RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        foreach (var request in Requests) await Engine.RunAsync(request, cancellation).ConfigureAwait(false);
    }
}

/// <summary>Containers that a backup or a restore has held which was killed, as the host's journal tells: put back.</summary>
internal sealed record PutBackStep(RestoredItem Item, EngineClient Engine, HostShell Root, IReadOnlyList<(string File, ContainerHold Hold)> Left) : RestoreStep(Item)
{
    public override IEnumerable<string> Lines => Left.Select(one => $"{On(Engine, one.Hold.End)} ({one.Hold.Name})");

    public override Task RunAsync(TransferMeter meter, CancellationToken cancellation) => HeldContainers.PutBackAsync(Engine, Root, Left);
}
