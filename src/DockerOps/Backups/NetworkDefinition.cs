using System.Text.Json.Nodes;
using DockerOps.Engine;

namespace DockerOps.Backups;

/// <summary>Makes a network again of what an engine told of it (moby, <c>api/swagger.yaml</c>, NetworkCreate).</summary>
internal static class NetworkDefinition
{
    /// <summary>The network through which the containers of a swarm's node reach the outside.</summary>
    public const string SwarmGateway = "docker_gwbridge";

    private static readonly string[] Kept =
        ["Name", "Driver", "Internal", "Attachable", "EnableIPv4", "EnableIPv6", "IPAM", "Options", "Labels", "ConfigOnly", "ConfigFrom"];

    public static string NameOf(JsonObject network) => network["Name"]?.GetValue<string>() ?? "";

    public static EngineRequest Create(JsonObject network) => EngineRequest.Post("/networks/create") with { Body = Body(network) };

    /// <summary>The request's body; two networks are defined alike when theirs are the same text.</summary>
    public static string Body(JsonObject network)
    {
        var body = new JsonObject { ["CheckDuplicate"] = true };
        foreach (var key in Kept)
        {
            if (network[key] is { } value && !IsEmpty(value)) body[key] = value.DeepClone();
        }

        // Until they are started again, engines tell a gateway that they chose themselves with the prefix of its network, 1.12 of IPv4
        // (moby#26522) and 27 of IPv6 (moby#49520), and take none that has it.
        foreach (var config in (body["IPAM"]?["Config"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (config["Gateway"]?.GetValue<string>() is { } gateway && gateway.Contains('/', StringComparison.Ordinal)) config["Gateway"] = gateway.Split('/')[0];
        }

        return body.ToJsonString();
    }

    private static bool IsEmpty(JsonNode value) => value is JsonObject { Count: 0 }
        || value is JsonObject only && only.ContainsKey("Network") && only["Network"]?.GetValue<string>() is "";
}
