using System.Text.Json.Nodes;

namespace DockerOps.Backups;

/// <summary>A container as <c>GET /containers/ID/json</c> tells it (moby, <c>api/swagger.yaml</c>, ContainerInspect).</summary>
/// <param name="Json">The engine's whole answer.</param>
internal sealed record ContainerDefinition(JsonObject Json)
{
    /// <summary>Its id.</summary>
    public string Id => Text("Id");

    /// <summary>Its name, without the slash.</summary>
    public string Name => Text("Name").TrimStart('/');

    /// <summary>The id of its image.</summary>
    public string ImageId => Text("Image");

    /// <summary>What it does: <c>running</c>, <c>paused</c>, <c>exited</c>…</summary>
    public string State => Json[nameof(State)]?["Status"]?.GetValue<string>() ?? "";

    /// <summary>Whether it is removed when it ends.</summary>
    public bool IsRemovedAtEnd => Json["HostConfig"]?["AutoRemove"]?.GetValue<bool>() is true;

    /// <summary>Whether it is a task of a swarm's service, which the swarm's managers make.</summary>
    public bool IsSwarmTask => Json["Config"]?["Labels"]?["com.docker.swarm.task.id"] is not null;

    /// <summary>Whether a stop is its end: the engine removes it, or its swarm puts another in its place.</summary>
    public bool EndsWhenStopped => IsRemovedAtEnd || IsSwarmTask;

    /// <summary>Bytes it wrote in its own file system.</summary>
    public long OwnSize => Json["SizeRw"]?.GetValue<long>() ?? 0;

    /// <summary>What is mounted in it.</summary>
    public IEnumerable<JsonObject> Mounts => (Json[nameof(Mounts)] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The volumes it uses.</summary>
    public IEnumerable<string> Volumes => Mounts.Where(mount => TextOf(mount, "Type") == "volume").Select(mount => TextOf(mount, "Name")).Distinct();

    /// <summary>The folders of the host it uses.</summary>
    public IEnumerable<string> HostFolders => Mounts.Where(mount => TextOf(mount, "Type") == "bind").Select(mount => TextOf(mount, "Source")).Distinct();

    internal static string TextOf(JsonObject json, string key) => json[key]?.GetValue<string>() ?? "";

    private string Text(string key) => TextOf(Json, key);
}
