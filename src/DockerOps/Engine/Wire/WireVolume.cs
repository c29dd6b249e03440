using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>The answer to <c>GET /volumes</c>. Engines leave the list null when there is none.</summary>
internal sealed record WireVolumes
{
    public List<WireVolume>? Volumes { get; init; }
}

/// <summary>One volume. Engines leave tables null.</summary>
internal sealed record WireVolume
{
    [JsonConverter(typeof(WireName))]
    public required string Name { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Driver { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Mountpoint { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? CreatedAt { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public Dictionary<string, string>? Options { get; init; }

    public WireVolumeUsage? UsageData { get; init; }
}

/// <summary>What a volume takes, in the answer to <c>GET /system/df</c>.</summary>
internal sealed record WireVolumeUsage
{
    public long Size { get; init; }
}

/// <summary>The parts of <c>GET /system/df</c> that are used.</summary>
internal sealed record WireUsage
{
    public long LayersSize { get; init; }

    public List<WireContainer>? Containers { get; init; }

    public List<WireVolume>? Volumes { get; init; }
}

/// <summary>The body of <c>POST /volumes/create</c>.</summary>
internal sealed record WireNewVolume
{
    public string? Name { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Driver { get; init; }

    public IReadOnlyDictionary<string, string>? DriverOpts { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
