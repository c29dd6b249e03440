using System.Text.Json.Nodes;
using DockerOps.Containers;
using DockerOps.Engine;

namespace DockerOps.Backups;

/// <summary>
/// Makes a container again of its definition (moby, <c>api/swagger.yaml</c>, ContainerCreate). What an engine tells by ids
/// of other containers and networks is told by their names, for a new one has another id; volumes without a name are
/// mounted by the name they had, so that it finds its data.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="names">Names of containers, by their ids.</param>
/// <param name="image">The image's name or id on the new host.</param>
internal sealed class ContainerRebuild(ContainerDefinition container, IReadOnlyDictionary<string, string> names, string image)
{
    private const string ContainerMode = "container:";

    // moby, runconfig: they cannot be set beside the network of another container.
    private static readonly string[] OfOwnNetwork = ["Hostname", "Domainname", "ExposedPorts", "MacAddress"];

    private static readonly string[] Modes = ["NetworkMode", "IpcMode", "PidMode"];

    private JsonObject Networks => container.Json["NetworkSettings"]?[nameof(Networks)] as JsonObject ?? [];

    /// <summary>The containers that have to be there before it.</summary>
    public IEnumerable<string> Needs =>
    [
        .. Modes.Select(Mode).Where(mode => mode.StartsWith(ContainerMode, StringComparison.Ordinal)).Select(mode => mode[ContainerMode.Length..]),
        .. Texts("VolumesFrom").Select(text => NameOf(text.Split(':')[0])),
        .. Texts("Links").Select(text => text.Split(':')[0].TrimStart('/')),
    ];

    /// <summary>Makes it.</summary>
    public EngineRequest Create => EngineRequest.Post("/containers/create", ("name", container.Name)) with { Body = Body().ToJsonString(), ShownBody = Shown() };

    /// <summary>Joins it to its other networks.</summary>
    public IEnumerable<EngineRequest> Connects => Networks.Where(network => network.Key != PrimaryNetwork).Select(network =>
        EngineRequest.Post($"/networks/{EngineRequest.Segment(network.Key)}/connect") with
        {
            Body = new JsonObject { ["Container"] = container.Name, ["EndpointConfig"] = Endpoint(network.Value as JsonObject ?? []) }.ToJsonString(),
        });

    /// <summary>Gives it the state it had.</summary>
    public IEnumerable<EngineRequest> Starts => StartsOf(container);

    /// <summary>Gives a container that does not run the state of its definition.</summary>
    public static IEnumerable<EngineRequest> StartsOf(ContainerDefinition container) => container.State switch
    {
        "running" or "restarting" => [ContainerRequests.Start(container.Name)],
        "paused" => [ContainerRequests.Start(container.Name), ContainerRequests.Pause(container.Name)],
        _ => [],
    };

    /// <summary>In what another definition differs: <c>HostConfig.Binds</c>. None for a container that is defined alike.</summary>
    public IReadOnlyList<string> DifferencesFrom(ContainerRebuild other) => [.. Compare("", Definition, other.Definition)];

    private JsonObject Definition => new() { ["Config"] = Body(), [nameof(Networks)] = new JsonArray([.. Connects.Select(request => JsonNode.Parse(request.Body!))]) };

    private static IEnumerable<string> Compare(string path, JsonNode? one, JsonNode? other)
    {
        if (JsonNode.DeepEquals(one, other)) yield break;
        if (one is not JsonObject left || other is not JsonObject right)
        {
            yield return path;
            yield break;
        }

        foreach (var key in left.Select(member => member.Key).Union(right.Select(member => member.Key)))
        {
            foreach (var difference in Compare(path.Length == 0 ? key : $"{path}.{key}", left[key], right[key])) yield return difference;
        }
    }

    // The network it was made with; the engine calls its own "default" where nobody chose one.
    private string? PrimaryNetwork
    {
        get
        {
            var mode = Mode("NetworkMode");
            if (mode is "default" or "bridge" or "") return Networks.ContainsKey("bridge") ? "bridge" : null;
            return Networks.FirstOrDefault(network => network.Key == mode || network.Value?["NetworkID"]?.GetValue<string>() == mode).Key;
        }
    }

    private JsonObject HostConfig => container.Json[nameof(HostConfig)] as JsonObject ?? [];

    private JsonObject Body()
    {
        var body = Clone(container.Json["Config"]);
        body["Image"] = image;
        var mode = Mode("NetworkMode");
        if (mode.StartsWith(ContainerMode, StringComparison.Ordinal)) foreach (var key in OfOwnNetwork) body.Remove(key);
        // It is the host's own name, which another host has not.
        if (mode == "host" || ContainerDefinition.TextOf(HostConfig, "UTSMode") == "host") body.Remove("Hostname");

        var host = Clone(HostConfig);
        foreach (var key in (string[])["IpcMode", "PidMode"]) host[key] = Mode(key);
        host["NetworkMode"] = PrimaryNetwork is { } primary && mode is not ("default" or "") ? primary : mode;
        if (Texts("VolumesFrom").Any()) host["VolumesFrom"] = new JsonArray([.. Texts("VolumesFrom").Select(text => (JsonNode)Renamed(text))]);
        host["Binds"] = Binds(host);
        body[nameof(HostConfig)] = host;
        if (PrimaryNetwork is { } network)
            body["NetworkingConfig"] = new JsonObject { ["EndpointsConfig"] = new JsonObject { [network] = Endpoint(Networks[network] as JsonObject ?? []) } };
        return body;
    }

    // What is mounted without standing in Binds or Mounts came of the image or of "-v /path": a volume without a name.
    private JsonArray Binds(JsonObject host)
    {
        var binds = Texts("Binds").ToList();
        var taken = binds.Select(bind => bind.Split(':') is [_, var inside, ..] ? inside : bind).ToHashSet();
        foreach (var mount in (host["Mounts"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var target = ContainerDefinition.TextOf(mount, "Target");
            taken.Add(target);
            if (ContainerDefinition.TextOf(mount, "Source").Length > 0) continue;
            if (container.Mounts.FirstOrDefault(one => ContainerDefinition.TextOf(one, "Destination") == target && ContainerDefinition.TextOf(one, "Type") == "volume") is { } at)
                mount["Source"] = ContainerDefinition.TextOf(at, "Name");
        }

        foreach (var mount in container.Mounts.Where(mount => ContainerDefinition.TextOf(mount, "Type") == "volume"))
        {
            var destination = ContainerDefinition.TextOf(mount, "Destination");
            if (taken.Add(destination)) binds.Add($"{ContainerDefinition.TextOf(mount, "Name")}:{destination}{(mount["RW"]?.GetValue<bool>() is false ? ":ro" : "")}");
        }

        return new JsonArray([.. binds.Select(bind => (JsonNode)bind)]);
    }

    // Its addresses are given anew, unless somebody chose them; the engine adds the short id and the host name to the
    // aliases by itself (moby, daemon/container_operations.go).
    private JsonObject Endpoint(JsonObject network)
    {
        var endpoint = new JsonObject();
        foreach (var key in (string[])["IPAMConfig", "Links", "DriverOpts", "GwPriority"])
        {
            if (network[key] is { } value and not (JsonObject { Count: 0 } or JsonArray { Count: 0 })) endpoint[key] = value.DeepClone();
        }

        var hostName = container.Json["Config"]?["Hostname"]?.GetValue<string>();
        var aliases = (network["Aliases"] as JsonArray ?? []).Select(alias => alias?.GetValue<string>() ?? "")
            .Where(alias => alias.Length > 0 && !container.Id.StartsWith(alias, StringComparison.Ordinal) && alias != container.Name && alias != hostName).ToList();
        if (aliases.Count > 0) endpoint["Aliases"] = new JsonArray([.. aliases.Select(alias => (JsonNode)alias)]);
        return endpoint;
    }

    private string Mode(string key)
    {
        var mode = ContainerDefinition.TextOf(HostConfig, key);
        return mode.StartsWith(ContainerMode, StringComparison.Ordinal) ? ContainerMode + NameOf(mode[ContainerMode.Length..]) : mode;
    }

    private string Renamed(string text)
    {
        var parts = text.Split(':', 2);
        return parts.Length == 2 ? $"{NameOf(parts[0])}:{parts[1]}" : NameOf(parts[0]);
    }

    private string NameOf(string idOrName) => names.GetValueOrDefault(idOrName, idOrName.TrimStart('/'));

    private IEnumerable<string> Texts(string key) => (HostConfig[key] as JsonArray ?? []).Select(text => text?.GetValue<string>() ?? "");

    // Values of variables and options of log drivers may be secrets.
    private string Shown()
    {
        var shown = Body();
        if (shown["Env"] is JsonArray variables)
            shown["Env"] = new JsonArray([.. variables.Select(variable => (JsonNode)((variable?.GetValue<string>() ?? "").Split('=')[0] + "=***"))]);
        if (shown[nameof(HostConfig)]?["LogConfig"]?["Config"] is JsonObject options) foreach (var key in options.Select(option => option.Key).ToList()) options[key] = "***";
        return shown.ToJsonString();
    }

    private static JsonObject Clone(JsonNode? node) => node?.DeepClone() as JsonObject ?? [];
}
