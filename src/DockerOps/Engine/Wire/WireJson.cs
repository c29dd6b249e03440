using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>Compiled serialization of everything that crosses the wire. Names are the engine's own.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireInfo))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(List<WireImage>))]
[JsonSerializable(typeof(List<WireImageContent>))]
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
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(WireVersion))]
[JsonSerializable(typeof(WireVolumes))]
[JsonSerializable(typeof(WireVolume))]
[JsonSerializable(typeof(WireUsage))]
[JsonSerializable(typeof(WireNewVolume))]
[JsonSerializable(typeof(List<WireNetwork>))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
[JsonSerializable(typeof(StreamRecord))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>For what is shown to people as well: it stands in no web page, so nothing is masked for one.</summary>
    public static WireJson Readable { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
