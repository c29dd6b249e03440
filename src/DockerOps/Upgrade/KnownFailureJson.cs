using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerOps.Upgrade;

/// <summary>Compiled reading of an administrator's list of known failures.</summary>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(List<KnownFailure>))]
internal sealed partial class KnownFailureJson : JsonSerializerContext;
