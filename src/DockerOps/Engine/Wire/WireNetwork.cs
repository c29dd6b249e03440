using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>A record of <c>GET /networks</c>.</summary>
internal sealed record WireNetwork
{
    [JsonConverter(typeof(WireName))]
    public required string Id { get; init; }

    [JsonConverter(typeof(WireName))]
    public required string Name { get; init; }

    public string? Scope { get; init; }

    public bool Ingress { get; init; }
}
