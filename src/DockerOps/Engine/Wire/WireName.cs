using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>A name or an id: never null or empty, and without characters that could drive a terminal.</summary>
internal sealed class WireName : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 } name && !name.Any(char.IsControl) ? name : throw new JsonException("A name or an id is none.");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
