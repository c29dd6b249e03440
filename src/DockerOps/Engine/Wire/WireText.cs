using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>Text that tables show: characters that could drive a terminal are replaced.</summary>
internal sealed class WireText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text ? ArchiveText.Plain(text) : null;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
