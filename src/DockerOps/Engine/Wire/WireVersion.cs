using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>The answer to <c>GET /version</c>.</summary>
internal sealed record WireVersion
{
    [JsonConverter(typeof(WireText))]
    public string? Version { get; init; }

    public string? ApiVersion { get; init; }

    public string? MinAPIVersion { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Os { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Arch { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? KernelVersion { get; init; }

    public List<WireComponent>? Components { get; init; }
}

/// <summary>A program of the engine in <c>GET /version</c>, from API 1.35 on.</summary>
internal sealed record WireComponent
{
    [JsonConverter(typeof(WireText))]
    public string? Name { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Version { get; init; }
}
