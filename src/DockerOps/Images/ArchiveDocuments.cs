using System.Text.Json.Serialization;

namespace DockerOps.Images;

/// <summary>One image in a docker-archive's manifest.json (moby, image/tarexport).</summary>
internal sealed record ArchiveManifestEntry(
    [property: JsonPropertyName("Config")] string? Config,
    [property: JsonPropertyName("RepoTags")] IReadOnlyList<string?>? RepoTags,
    [property: JsonPropertyName("Layers")] IReadOnlyList<string?>? Layers);

/// <summary>An OCI index or manifest (image-spec, image-index.md and manifest.md), or the Docker form of either.</summary>
internal sealed record ArchiveOciDocument(
    [property: JsonPropertyName("manifests")] IReadOnlyList<ArchiveDescriptor?>? Manifests,
    [property: JsonPropertyName("config")] ArchiveDescriptor? Config,
    [property: JsonPropertyName("layers")] IReadOnlyList<ArchiveDescriptor?>? Layers,
    [property: JsonPropertyName("annotations")] IReadOnlyDictionary<string, string?>? Annotations);

/// <summary>An OCI content descriptor (image-spec, descriptor.md).</summary>
internal sealed record ArchiveDescriptor(
    [property: JsonPropertyName("mediaType")] string? MediaType,
    [property: JsonPropertyName("digest")] string? Digest,
    [property: JsonPropertyName("size")] long? Size,
    [property: JsonPropertyName("urls")] IReadOnlyList<string?>? Urls,
    [property: JsonPropertyName("annotations")] IReadOnlyDictionary<string, string?>? Annotations)
{
    public string? Annotation(string key) => Annotations?.GetValueOrDefault(key);
}

/// <summary>An image's configuration (image-spec, config.md), as far as it is shown or checked.</summary>
internal sealed record ArchiveConfig(
    [property: JsonPropertyName("created")] string? Created,
    [property: JsonPropertyName("architecture")] string? Architecture,
    [property: JsonPropertyName("os")] string? Os,
    [property: JsonPropertyName("config")] ArchiveConfig.RunSettings? Config,
    [property: JsonPropertyName("rootfs")] ArchiveConfig.RootFileSystem? RootFs)
{
    internal sealed record RunSettings([property: JsonPropertyName("Labels")] IReadOnlyDictionary<string, string>? Labels);

    internal sealed record RootFileSystem([property: JsonPropertyName("diff_ids")] IReadOnlyList<string?>? DiffIds);
}

[JsonSerializable(typeof(List<ArchiveManifestEntry?>))]
[JsonSerializable(typeof(ArchiveOciDocument))]
[JsonSerializable(typeof(ArchiveConfig))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
