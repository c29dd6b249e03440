using DockerOps.Containers;
using DockerOps.Engine;

namespace DockerOps.Backups;

/// <summary>A container: made, joined to its networks; one that was there is kept aside until then.</summary>
internal sealed record ContainerStep(RestoredItem Item, EngineClient Engine, ContainerRebuild Rebuild, ContainerDefinition? Old) : RestoreStep(Item)
{
    public override IEnumerable<string> Lines =>
        [.. (Old is null ? [] : Aside).Concat([Rebuild.Create, .. Rebuild.Connects]).Concat(Old is null ? [] : [RemoveOld]).Select(request => On(Engine, request))];

    private string AsideName => Item.Name + "-replaced";

    private IEnumerable<EngineRequest> Aside => [ContainerRequests.Stop(Item.Name, null), Rename(Item.Name, AsideName)];

    private EngineRequest RemoveOld => ContainerRequests.Remove(AsideName, force: true, volumes: false);

    public override async Task RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var stopped = false;
        var moved = false;
        var made = false;
        try
        {
            if (Old is not null)
            {
                foreach (var request in Aside)
                {
                    await Engine.RunAsync(request, CancellationToken.None).ConfigureAwait(false);
                    stopped = true;
                }

                moved = true;
            }

            cancellation.ThrowIfCancellationRequested();
            // Never cut off: the engine would make it all the same.
            await Engine.RunAsync(Rebuild.Create, CancellationToken.None).ConfigureAwait(false);
            made = true;
            foreach (var request in Rebuild.Connects) await Engine.RunAsync(request, cancellation).ConfigureAwait(false);
            if (Old is not null) await Engine.RunAsync(RemoveOld, CancellationToken.None).ConfigureAwait(false);
            stopped = moved = made = false;
        }
        finally
        {
            if (made) await Engine.RunAsync(ContainerRequests.Remove(Item.Name, force: true, volumes: false), CancellationToken.None).ConfigureAwait(false);
            if (moved) await Engine.RunAsync(Rename(AsideName, Item.Name), CancellationToken.None).ConfigureAwait(false);
            if (stopped)
            {
                foreach (var request in ContainerRebuild.StartsOf(Old!)) await Engine.RunAsync(request, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static EngineRequest Rename(string name, string to) => EngineRequest.Post(ContainerRequests.Path(name, "/rename"), ("name", to));
}
