using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Starts the containers that ran before an upgrade was undone that had been in use; where that is not known, those that ran before it.</summary>
internal sealed record StartAgain(RunContext Context) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        $"POST /containers/ID/start on {shell.Host} for every container that ran in {Context.Folder}/{UpgradeJournal.BeforeBack}, and /pause for every paused one";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        var inventory = await Context.Journal!.InventoryAsync(UpgradeJournal.BeforeBack, cancellation).ConfigureAwait(false);
        var starts = inventory is null
            ? Context.Record.Running.Select(id => new StartContainer(Context, id, Context.Record.Paused.Contains(id)))
            : inventory.Containers.Where(container => container.IsUp && !container.EndsWhenStopped)
                .Select(container => new StartContainer(Context, container.Id, container.State == ContainerState.Paused));
        foreach (var start in starts) await start.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
    }
}
