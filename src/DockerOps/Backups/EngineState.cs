using System.Text.Json.Nodes;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Images;
using DockerOps.Volumes;

namespace DockerOps.Backups;

/// <summary>What an engine has, read once: everything that a backup tells of it.</summary>
internal sealed record EngineState
{
    /// <summary>The engine's name for its host.</summary>
    public required string HostName { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Its architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>Its data root.</summary>
    public required string? DataRoot { get; init; }

    /// <summary>Whether it is a member of a swarm.</summary>
    public required bool IsSwarm { get; init; }

    /// <summary>Images with a tag, or that a container uses.</summary>
    public required IReadOnlyList<BackupImage> Images { get; init; }

    /// <summary>All volumes.</summary>
    public required IReadOnlyList<Volume> Volumes { get; init; }

    /// <summary>All containers, as <c>GET /containers/ID/json</c> tells them.</summary>
    public required IReadOnlyList<ContainerDefinition> Containers { get; init; }

    /// <summary>Networks that somebody made, as <c>GET /networks/ID</c> tells them.</summary>
    public required IReadOnlyList<JsonObject> Networks { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="DockerOpsException">Unreachable, EngineError.</exception>
    public static async Task<EngineState> ReadAsync(EngineClient engine, CancellationToken cancellation)
    {
        var version = await engine.VersionAsync(cancellation).ConfigureAwait(false);
        var info = await engine.ReadAsync(EngineRequest.Get("/info"), WireJson.Default.JsonObject, cancellation).ConfigureAwait(false);
        var containers = await ContainersAsync(engine, cancellation).ConfigureAwait(false);
        return new EngineState
        {
            HostName = info["Name"]?.GetValue<string>() ?? "",
            Version = version.Engine,
            Architecture = version.Architecture,
            DataRoot = info["DockerRootDir"]?.GetValue<string>(),
            IsSwarm = info["Swarm"]?["LocalNodeState"]?.GetValue<string>() is "active" or "locked",
            Containers = containers,
            Images = await ImagesAsync(engine, containers, cancellation).ConfigureAwait(false),
            Volumes = await VolumeList.ReadAsync(engine, [], [], dangling: null, measure: false, cancellation).ConfigureAwait(false),
            Networks = await NetworksAsync(engine, cancellation).ConfigureAwait(false),
        };
    }

    private static async Task<IReadOnlyList<ContainerDefinition>> ContainersAsync(EngineClient engine, CancellationToken cancellation)
    {
        var found = new List<ContainerDefinition>();
        foreach (var container in await ContainerList.ReadAsync(engine, [], [], cancellation).ConfigureAwait(false))
        {
            if (await FindAsync(engine, ContainerRequests.Inspect(container.Id, size: true), cancellation).ConfigureAwait(false) is { } json)
                found.Add(new ContainerDefinition(json));
        }

        return [.. found.OrderBy(container => container.Name, StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<BackupImage>> ImagesAsync(EngineClient engine, IReadOnlyList<ContainerDefinition> containers, CancellationToken cancellation)
    {
        var used = containers.Select(container => container.ImageId).ToHashSet();
        var images = await ImageList.ReadAsync(engine, [], dangling: null, cancellation).ConfigureAwait(false);
        var found = new List<BackupImage>();
        foreach (var image in images.DistinctBy(image => image.Id).Where(image => !image.IsDangling || used.Contains(image.Id)))
        {
            if (await FindAsync(engine, ImageRequests.Inspect(image.Id), cancellation).ConfigureAwait(false) is not { } detail) continue;
            found.Add(new BackupImage
            {
                Id = image.Id,
                References = [.. image.References.Order(StringComparer.Ordinal)],
                Layers = [.. (detail["RootFS"]?["Layers"] as JsonArray ?? []).Select(layer => layer!.GetValue<string>())],
                Size = image.Size,
            });
        }

        return found;
    }

    // bridge, host and none are the engine's own; what spans a swarm belongs to its managers.
    private static async Task<IReadOnlyList<JsonObject>> NetworksAsync(EngineClient engine, CancellationToken cancellation)
    {
        var all = await engine.ReadAsync(EngineRequest.Get("/networks"), WireJson.Default.JsonArray, cancellation).ConfigureAwait(false);
        var found = new List<JsonObject>();
        foreach (var network in all.OfType<JsonObject>())
        {
            var name = network["Name"]?.GetValue<string>();
            if (name is null or "bridge" or "host" or "none" or "podman" || network["Scope"]?.GetValue<string>() == "swarm" || NetworkDefinition.IsForSwarm(network)) continue;
            if (await FindAsync(engine, EngineRequest.Get("/networks/" + EngineRequest.Segment(network["Id"]!.GetValue<string>())), cancellation).ConfigureAwait(false) is { } json)
                found.Add(json);
        }

        return [.. found.OrderBy(network => network["Name"]!.GetValue<string>(), StringComparer.Ordinal)];
    }

    /// <summary>The same without what an option leaves out.</summary>
    public EngineState Only(BackupOptions options) => this with
    {
        Images = [.. Images.Where(image => image.References.Append(image.Id).Any(options.Image))],
        Volumes = [.. Volumes.Where(volume => options.Volume(volume.Name))],
        Containers = [.. Containers.Where(container => options.Container(container.Name))],
        Networks = [.. Networks.Where(network => options.Network(NetworkDefinition.NameOf(network)))],
    };

    /// <summary>The same with some containers as they are when they run again.</summary>
    public EngineState Running(IReadOnlyCollection<string> ids)
    {
        foreach (var state in Containers.Where(container => ids.Contains(container.Id)).Select(container => container.Json["State"]).OfType<JsonObject>())
            (state["Status"], state["Running"], state["Paused"]) = ("running", true, false);
        return this;
    }

    // What is removed while the list is walked was not there.
    private static async Task<JsonObject?> FindAsync(EngineClient engine, EngineRequest request, CancellationToken cancellation)
    {
        try
        {
            return await engine.ReadAsync(request, WireJson.Default.JsonObject, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            return null;
        }
    }
}
