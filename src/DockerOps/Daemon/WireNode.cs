using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DockerOps.Daemon;

/// <summary>Compiled serialization of free JSON.</summary>
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(string))]
internal sealed partial class WireNode : JsonSerializerContext;
