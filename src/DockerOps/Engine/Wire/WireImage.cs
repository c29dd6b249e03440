using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>A record of <c>GET /images/json</c>. Engines leave lists and labels null.</summary>
internal sealed record WireImage
{
    [JsonConverter(typeof(WireName))]
    public required string Id { get; init; }

    public List<string>? RepoTags { get; init; }

    public List<string>? RepoDigests { get; init; }

    public long Created { get; init; }

    public long Size { get; init; }

    public Dictionary<string, string>? Labels { get; init; }
}

/// <summary>A record of the same list, asked with <c>manifests=1</c>: what a containerd store holds of an image.</summary>
internal sealed record WireImageContent
{
    [JsonConverter(typeof(WireName))]
    public required string Id { get; init; }

    public List<WireManifest>? Manifests { get; init; }
}

/// <summary>A manifest of an image in a containerd store, and whether all it names is there.</summary>
internal sealed record WireManifest
{
    public string? ID { get; init; }

    public bool Available { get; init; }
}

/// <summary>The parts of <c>GET /images/NAME/json</c> that are used.</summary>
internal sealed record WireImageDetail
{
    [JsonConverter(typeof(WireName))]
    public required string Id { get; init; }

    public List<string>? RepoTags { get; init; }

    public List<string>? RepoDigests { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Created { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Architecture { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Variant { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Os { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? OsVersion { get; init; }

    public long Size { get; init; }

    public WireImageConfig? Config { get; init; }

    public WireRootFs? RootFS { get; init; }
}

/// <summary>The configuration of an image, as far as it is used.</summary>
internal sealed record WireImageConfig
{
    public Dictionary<string, string>? Labels { get; init; }
}

/// <summary>The layers of an image, as diff ids.</summary>
internal sealed record WireRootFs
{
    public List<string>? Layers { get; init; }
}

/// <summary>The answer of a call that makes something.</summary>
internal sealed record WireId
{
    [JsonConverter(typeof(WireName))]
    public required string Id { get; init; }
}
