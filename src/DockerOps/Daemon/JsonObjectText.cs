using System.Text;
using System.Text.Json;

namespace DockerOps.Daemon;

/// <summary>Where the parts of an object stand in a JSON text.</summary>
internal sealed class JsonObjectText
{
    private JsonObjectText()
    {
    }

    /// <summary>A key with its value.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Start">Where the key begins.</param>
    /// <param name="Value">The value.</param>
    /// <param name="Colon">What stands between them.</param>
    public sealed record Member(string Key, int Start, TextSpan Value, string Colon);

    /// <summary>The place of the opening brace.</summary>
    public int Open { get; private init; }

    /// <summary>The place of the closing brace.</summary>
    public int Close { get; private set; }

    public List<Member> Members { get; } = [];

    /// <summary>What stands before the last key, behind a comma or the brace.</summary>
    public string Gap { get; private set; } = "";

    /// <summary>The spaces before the last key; null when it stands on no line of its own.</summary>
    public string? Indent => Gap.LastIndexOf('\n') is >= 0 and var at ? Gap[(at + 1)..] : null;

    /// <summary>Finds an object.</summary>
    /// <param name="text">The text; its root is an object.</param>
    /// <param name="path">The keys that lead to it; of one that comes twice the last. None for the root.</param>
    /// <returns>The object; null when there is none.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonObjectText? Read(string text, IReadOnlyList<string> path)
    {
        var skipped = text.Length - text.TrimStart('\uFEFF').Length;
        var bytes = Encoding.UTF8.GetBytes(text[skipped..]);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        var found = new JsonObjectText { Open = skipped + Position(bytes, reader.TokenStartIndex) };
        JsonObjectText? wanted = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            var start = skipped + Position(bytes, reader.TokenStartIndex);
            var keyEnd = skipped + Position(bytes, reader.TokenStartIndex + reader.ValueSpan.Length + 2);
            reader.Read();
            var valueStart = skipped + Position(bytes, reader.TokenStartIndex);
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            var value = new TextSpan(valueStart, skipped + Position(bytes, reader.BytesConsumed));
            var before = found.Members.Count > 0 ? found.Members[^1].Value.End : found.Open;
            found.Gap = text[(text.IndexOf(found.Members.Count > 0 ? ',' : '{', before) + 1)..start];
            found.Members.Add(new(key, start, value, text[keyEnd..valueStart]));
            if (path.Count > 0 && key == path[0]) wanted = isObject ? Inside(text, value, path) : null;
        }

        found.Close = skipped + Position(bytes, reader.TokenStartIndex);
        return path.Count > 0 ? wanted : found;
    }

    private static JsonObjectText? Inside(string text, TextSpan value, IReadOnlyList<string> path)
    {
        if (Read(text[value.Start..value.End], [.. path.Skip(1)]) is not { } inner) return null;
        var moved = new JsonObjectText { Open = inner.Open + value.Start, Close = inner.Close + value.Start, Gap = inner.Gap };
        moved.Members.AddRange(inner.Members.Select(m => m with { Start = m.Start + value.Start, Value = new(m.Value.Start + value.Start, m.Value.End + value.Start) }));
        return moved;
    }

    private static int Position(byte[] bytes, long at) => Encoding.UTF8.GetCharCount(bytes, 0, (int)at);
}
