using System.Text.Json.Serialization;

namespace DockerOps.Rpm;

/// <summary>Compiled serialization of what is kept beside a build's packages.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BuildRecord))]
internal sealed partial class BuildRecordJson : JsonSerializerContext;
