using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DockerOps.Engine;

/// <summary>
/// Reads the JSON of an answer. Whoever answers may be no engine, or a bad one: what no engine sends is refused here, so that whoever
/// reads on finds lists without null, objects without two members of a name, and text that is text.
/// </summary>
internal static class AnswerJson
{
    // The list of a hundred thousand containers is shorter.
    private const int Longest = 128 << 20;

    /// <exception cref="JsonException">It is no JSON, or none that an engine sends.</exception>
    public static async Task<T> ReadAsync<T>(Stream body, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var json = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (json.Length + count > Longest) throw new JsonException($"it is longer than {Longest >> 20} MiB.");
            json.Write(buffer, 0, count);
        }

        return Parse(json.GetBuffer().AsSpan(0, (int)json.Length), type);
    }

    private static T Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            Check(json);
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("null");
        }
        catch (InvalidOperationException e)
        {
            // What the reader says of bytes or escapes that are no text.
            throw new JsonException(e.Message, e);
        }
    }

    private static void Check(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        // The members of each object around the current place; null for a list.
        var around = new Stack<HashSet<string>?>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: around.Push(new(StringComparer.Ordinal)); break;
                case JsonTokenType.StartArray: around.Push(null); break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray: around.Pop(); break;
                case JsonTokenType.String: _ = reader.GetString(); break;
                case JsonTokenType.PropertyName when !around.Peek()!.Add(reader.GetString()!): throw new JsonException("a member is there twice.");
                case JsonTokenType.Null when around.TryPeek(out var list) && list is null: throw new JsonException("a list holds null.");
            }
        }
    }
}
