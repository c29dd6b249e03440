using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>Compiled serialization of everything that crosses the wire. Names are the engine's own.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireInfo))]
[JsonSerializable(typeof(List<WireImage>))]
[JsonSerializable(typeof(WireImageDetail))]
[JsonSerializable(typeof(WireId))]
[JsonSerializable(typeof(WireExec))]
[JsonSerializable(typeof(WireExecStart))]
[JsonSerializable(typeof(WireExecDetail))]
[JsonSerializable(typeof(WirePathStat))]
[JsonSerializable(typeof(List<WireContainer>))]
[JsonSerializable(typeof(WireContainerDetail))]
[JsonSerializable(typeof(WireNewContainer))]
[JsonSerializable(typeof(WireCreated))]
[JsonSerializable(typeof(WireEnd))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(WireVersion))]
[JsonSerializable(typeof(StreamRecord))]
internal sealed partial class WireJson : JsonSerializerContext;
