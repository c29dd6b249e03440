using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Images;

namespace DockerOps.Upgrade;

/// <summary>What an engine holds at one moment, as far as an upgrade must not change it.</summary>
internal sealed record EngineInventory
{
    public required string EngineVersion { get; init; }

    public required string DataRoot { get; init; }

    public required string StorageDriver { get; init; }

    /// <summary>Whether images are in containerd's store.</summary>
    public bool ContainerdStore { get; init; }

    /// <summary>Image ids, each with its tags.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Images { get; init; }

    public required IReadOnlyList<InventoryContainer> Containers { get; init; }

    /// <summary>The names of the volumes.</summary>
    public required IReadOnlyList<string> Volumes { get; init; }

    /// <summary>The engine's own networks: id and name. A swarm's are with a node as long as it has tasks that use them.</summary>
    public required IReadOnlyDictionary<string, string> Networks { get; init; }

    /// <summary>Asks the engine.</summary>
    public static async Task<EngineInventory> ReadAsync(EngineClient engine, CancellationToken cancellation)
    {
        var version = await engine.RenewVersionAsync(cancellation).ConfigureAwait(false);
        var info = await EngineInfo.ReadAsync(engine, cancellation).ConfigureAwait(false);
        var images = await ImageList.ReadAsync(engine, [], null, cancellation).ConfigureAwait(false);
        var containers = new List<InventoryContainer>();
        foreach (var container in await ContainerList.ReadAsync(engine, [], [], cancellation).ConfigureAwait(false))
            if (await TryReadAsync(engine, container, cancellation).ConfigureAwait(false) is { } read) containers.Add(read);
        var volumes = await engine.ReadAsync(EngineRequest.Get("/volumes"), WireJson.Default.WireVolumes, cancellation).ConfigureAwait(false);
        var networks = await engine.ReadAsync(EngineRequest.Get("/networks"), WireJson.Default.ListWireNetwork, cancellation).ConfigureAwait(false);
        return new()
        {
            EngineVersion = version.Engine,
            DataRoot = info.DataRoot ?? "",
            StorageDriver = info.Driver ?? "",
            ContainerdStore = info.UsesContainerdStore,
            Images = images.GroupBy(image => image.Id, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.First().References.Order(StringComparer.Ordinal)]),
            Containers = [.. containers.OrderBy(container => container.Name, StringComparer.Ordinal)],
            Volumes = [.. (volumes.Volumes ?? []).Select(volume => volume.Name).Order(StringComparer.Ordinal)],
            Networks = networks.Where(network => network.Scope != "swarm").DistinctBy(Lasting).ToDictionary(Lasting, network => network.Name),
        };
    }

    // The three that every engine makes anew at its start have new ids then.
    private static string Lasting(WireNetwork network) => network.Name is "bridge" or "host" or "none" ? network.Name : network.Id;

    // Null: it is gone since the list was read, as containers with --rm go at any time.
    private static async Task<InventoryContainer?> TryReadAsync(EngineClient engine, Container container, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(engine, container, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            return null;
        }
    }

    private static async Task<InventoryContainer> ReadAsync(EngineClient engine, Container container, CancellationToken cancellation)
    {
        var detail = await engine.ReadAsync(ContainerRequests.Inspect(container.Id), UpgradeJson.Default.InspectedContainer, cancellation).ConfigureAwait(false);
        return new()
        {
            Id = container.Id,
            Name = container.Name,
            ImageId = container.ImageId,
            State = container.State,
            ExitCode = container.ExitCode,
            RestartPolicy = detail.HostConfig?.RestartPolicy?.Name is { Length: > 0 } policy ? policy : "no",
            RemovedWhenStopped = detail.HostConfig?.AutoRemove ?? false,
            StopTimeout = detail.Config?.StopTimeout ?? 10,
            Volumes = [.. container.Mounts.Select(mount => mount.Volume).OfType<string>().Distinct()],
            UsesEngineSocket = container.Mounts.Any(mount => mount.Source is { } source && source.EndsWith("docker.sock", StringComparison.Ordinal)),
            IsSwarmTask = container.Labels.ContainsKey("com.docker.swarm.task.id"),
        };
    }
}
