using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>What <c>HEAD /containers/NAME/archive</c> tells in its header X-Docker-Container-Path-Stat.</summary>
internal sealed record WirePathStat
{
    // Go's os.FileMode.
    private const uint Folder = 1u << 31;
    private const uint Link = 1u << 27;
    private const uint Special = Folder | Link | (1u << 26) | (1u << 25) | (1u << 24) | (1u << 21) | (1u << 19);

    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("size")]
    public long Size { get; init; }

    [JsonPropertyName("mode")]
    public uint Mode { get; init; }

    /// <summary>Where a link leads in the end, from the container's root.</summary>
    [JsonPropertyName("linkTarget")]
    public string LinkTarget { get; init; } = "";

    [JsonIgnore]
    public bool IsFolder => (Mode & Folder) != 0;

    [JsonIgnore]
    public bool IsLink => (Mode & Link) != 0;

    [JsonIgnore]
    public bool IsFile => (Mode & Special) == 0;
}
