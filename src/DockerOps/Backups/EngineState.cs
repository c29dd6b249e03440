using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Images;
using DockerOps.Volumes;

namespace DockerOps.Backups;

/// <summary>What an engine has, read once: everything that a backup tells of it.</summary>
internal sealed record EngineState
{
    private const int AtOnce = 4;

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
        var info = await engine.ReadAsync(EngineRequest.Get("/info"), WireJson.Default.WireInfo, cancellation).ConfigureAwait(false);
        var containers = await ContainersAsync(engine, cancellation).ConfigureAwait(false);
        return new EngineState
        {
            HostName = info.Name ?? "",
            Version = version.Engine,
            Architecture = version.Architecture,
            DataRoot = info.DockerRootDir,
            IsSwarm = info.Swarm?.LocalNodeState is "active" or "locked",
            Containers = containers,
            Images = await ImagesAsync(engine, containers, cancellation).ConfigureAwait(false),
            Volumes = await VolumeList.ReadAsync(engine, [], [], dangling: null, measure: false, cancellation).ConfigureAwait(false),
            Networks = await NetworksAsync(engine, cancellation).ConfigureAwait(false),
        };
    }

    private static async Task<IReadOnlyList<ContainerDefinition>> ContainersAsync(EngineClient engine, CancellationToken cancellation)
    {
        var all = await ContainerList.ReadAsync(engine, [], [], cancellation).ConfigureAwait(false);
        var found = await FindAsync(engine, all.Select(container => ContainerRequests.Inspect(container.Id, size: true)), WireJson.Default.JsonObject, cancellation).ConfigureAwait(false);
        return BackupDefinitions.Containers(engine.Host, found.OfType<JsonObject>());
    }

    private static async Task<IReadOnlyList<BackupImage>> ImagesAsync(EngineClient engine, IReadOnlyList<ContainerDefinition> containers, CancellationToken cancellation)
    {
        var used = containers.Select(container => container.ImageId).ToHashSet();
        var all = await ImageList.ReadAsync(engine, [], dangling: null, cancellation).ConfigureAwait(false);
        var images = all.DistinctBy(image => image.Id).Where(image => !image.IsDangling || used.Contains(image.Id)).ToList();
        var details = await FindAsync(engine, images.Select(image => ImageRequests.Inspect(image.Id)), WireJson.Default.WireImageDetail, cancellation).ConfigureAwait(false);
        return [.. images.Zip(details).Where(pair => pair.Second is not null).Select(pair => new BackupImage
        {
            Id = pair.First.Id,
            References = [.. pair.First.References.Order(StringComparer.Ordinal)],
            Layers = pair.Second!.RootFS?.Layers ?? [],
            Size = pair.First.Size,
        })];
    }

    // bridge, host and none are the engine's own; what spans a swarm belongs to its managers.
    private static async Task<IReadOnlyList<JsonObject>> NetworksAsync(EngineClient engine, CancellationToken cancellation)
    {
        var all = await engine.ReadAsync(EngineRequest.Get("/networks"), WireJson.Default.ListWireNetwork, cancellation).ConfigureAwait(false);
        var made = all.Where(network => network is { Name: not ("bridge" or "host" or "none" or "podman" or NetworkDefinition.SwarmGateway), Scope: not "swarm", Ingress: false });
        var found = await FindAsync(
            engine, made.Select(network => EngineRequest.Get("/networks/" + EngineRequest.Segment(network.Id))), WireJson.Default.JsonObject, cancellation).ConfigureAwait(false);
        return BackupDefinitions.Networks(engine.Host, found.OfType<JsonObject>());
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

    // Several at once, in their order; null for what was removed while the list was walked.
    private static async Task<T?[]> FindAsync<T>(
        EngineClient engine, IEnumerable<EngineRequest> requests, JsonTypeInfo<T> type, CancellationToken cancellation) where T : class
    {
        var asked = requests.ToList();
        var found = new T?[asked.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, asked.Count),
            options,
            async (at, stop) =>
            {
                try
                {
                    found[at] = await engine.ReadAsync(asked[at], type, stop).ConfigureAwait(false);
                }
                catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
                {
                    // It was not there.
                }
            }).ConfigureAwait(false);
        return found;
    }
}
