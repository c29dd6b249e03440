using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>A record of <c>GET /containers/json</c>. Engines leave lists and labels null.</summary>
internal sealed record WireContainer
{
    [JsonConverter(typeof(WireName))]
    public required string Id { get; init; }

    public List<string>? Names { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Image { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? ImageID { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Command { get; init; }

    public long Created { get; init; }

    public string? State { get; init; }

    /// <summary>Bytes written over its image, where sizes were asked for.</summary>
    public long? SizeRw { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Status { get; init; }

    public List<WirePort>? Ports { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public List<WireMount>? Mounts { get; init; }
}

/// <summary>A port in the list of containers.</summary>
internal sealed record WirePort
{
    [JsonConverter(typeof(WireText))]
    public string? IP { get; init; }

    public int PrivatePort { get; init; }

    public int? PublicPort { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Type { get; init; }
}

/// <summary>A mount in the list of containers.</summary>
internal sealed record WireMount
{
    [JsonConverter(typeof(WireText))]
    public string? Type { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Name { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Source { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Destination { get; init; }

    public bool RW { get; init; }
}

/// <summary>The parts of <c>GET /containers/NAME/json</c> that are used.</summary>
internal sealed record WireContainerDetail
{
    [JsonConverter(typeof(WireName))]
    public required string Id { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Name { get; init; }

    public WireContainerState? State { get; init; }

    public WireContainerConfig? Config { get; init; }

    /// <summary>Bytes of all its files, where it was asked for.</summary>
    public long? SizeRootFs { get; init; }
}

/// <summary>The state of one container.</summary>
internal sealed record WireContainerState
{
    [JsonConverter(typeof(WireText))]
    public string? Status { get; init; }

    public bool Running { get; init; }
}

/// <summary>The configuration of one container, as far as it is used.</summary>
internal sealed record WireContainerConfig
{
    public bool Tty { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Image { get; init; }
}
