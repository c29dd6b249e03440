using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerOps.Daemon;

/// <summary>
/// Changes one key of a daemon.json and nothing else: every other character stays. A key that is added goes behind the last one, in
/// the style of its neighbours, so that taking it away again gives the text as it was.
/// </summary>
internal static class DaemonJsonText
{
    /// <summary>Sets a key.</summary>
    /// <param name="text">The file's text; empty for a new file.</param>
    /// <param name="path">The key, behind the object it is in: <c>proxies</c>, <c>http-proxy</c>.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static string Set(string text, IReadOnlyList<string> path, JsonElement value)
    {
        if (string.IsNullOrWhiteSpace(text.TrimStart('\uFEFF')))
            return Set(text.StartsWith('\uFEFF') ? "\uFEFF{\n}\n" : "{\n}\n", path, value);
        text = Drop(text, path, keepLast: true);
        var root = JsonObjectText.Read(text, [])!;
        var holder = path.Count == 1 ? root : JsonObjectText.Read(text, [.. path.SkipLast(1)]);
        if (holder is null) return Set(text, [path[0]], Wrapped(path[1], value));
        var unit = root.Indent is { Length: > 0 } indent ? indent : "  ";
        if (holder.Members.LastOrDefault(m => m.Key == path[^1]) is not { } old) return Insert(text, holder, path[^1], value, unit);
        var written = text[old.Value.Start..old.Value.End];
        if (Same(written, value)) return text;
        if (value.ValueKind == JsonValueKind.Object && JsonObjectText.Read(text, path) is { } map) return SetMembers(text, path, map, value);
        var lines = written.Contains('\n', StringComparison.Ordinal);
        return old.Value.Replace(text, Render(value, holder.Indent ?? "", unit, lines, lines));
    }

    /// <summary>The value of a key, the last of its name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public static JsonElement Get(string text, IReadOnlyList<string> path)
    {
        using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
        return path.Aggregate(document.RootElement, (at, key) => at.GetProperty(key)).Clone();
    }

    /// <summary>Takes a key away, wherever it stands in its object; an object that held nothing else goes with it.</summary>
    /// <inheritdoc cref="Set"/>
    public static string Remove(string text, IReadOnlyList<string> path)
    {
        text = Drop(text, path, keepLast: false);
        return path.Count > 1 && JsonObjectText.Read(text, [path[0]]) is { Members.Count: 0 } ? Remove(text, [path[0]]) : text;
    }

    /// <summary>Gives the last key of a name another one. Where that stands already, nothing changes.</summary>
    public static string Rename(string text, IReadOnlyList<string> path, string name)
    {
        if (JsonObjectText.Read(text, [.. path.SkipLast(1)]) is not { } holder || holder.Members.Any(m => m.Key == name)) return text;
        return holder.Members.LastOrDefault(m => m.Key == path[^1]) is { } member
            ? new TextSpan(member.Start, member.Value.Start - member.Colon.Length).Replace(text, Quote(name))
            : text;
    }

    // A member that keeps its value keeps its text.
    private static string SetMembers(string text, IReadOnlyList<string> path, JsonObjectText old, JsonElement value)
    {
        var wanted = value.EnumerateObject().ToList();
        foreach (var gone in old.Members.Select(m => m.Key).Where(key => wanted.All(m => m.Name != key)).Distinct()) text = Drop(text, [.. path, gone], keepLast: false);
        return wanted.Aggregate(text, (changed, member) => Set(changed, [.. path, member.Name], member.Value));
    }

    private static string Drop(string text, IReadOnlyList<string> path, bool keepLast)
    {
        while (JsonObjectText.Read(text, [.. path.SkipLast(1)]) is { } holder)
        {
            var at = holder.Members.FindIndex(m => m.Key == path[^1]);
            if (at < 0 || (keepLast && holder.Members.FindLastIndex(m => m.Key == path[^1]) == at)) break;
            var member = holder.Members[at];
            TextSpan gone = at > 0 ? new(holder.Members[at - 1].Value.End, member.Value.End)
                : holder.Members.Count > 1 ? new(member.Start, holder.Members[1].Start)
                : new(holder.Open + 1, member.Value.End);
            text = gone.Replace(text, "");
        }

        return text;
    }

    private static string Insert(string text, JsonObjectText holder, string key, JsonElement value, string unit)
    {
        var name = Quote(key);
        if (holder.Members.Count > 0)
        {
            var last = holder.Members[^1];
            var member = $",{holder.Gap}{name}{last.Colon}{Render(value, holder.Indent ?? "", unit, holder.Indent is not null, false)}";
            return new TextSpan(last.Value.End, last.Value.End).Replace(text, member);
        }

        // Between the braces: on a line of its own where they are on two.
        var inner = text[(holder.Open + 1)..holder.Close];
        var newline = inner.LastIndexOf('\n');
        var indent = newline < 0 ? null : inner[(newline + 1)..] + unit;
        var gap = indent is null ? "" : (inner.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n") + indent;
        return new TextSpan(holder.Open + 1, holder.Open + 1).Replace(text, $"{gap}{name}: {Render(value, indent ?? "", unit, indent is not null, false)}");
    }

    // Lists stand on one line unless they stood on several; maps of a file with lines get lines.
    private static string Render(JsonElement value, string indent, string unit, bool mapLines, bool listLines)
    {
        var inner = indent + unit;
        switch (value.ValueKind)
        {
            case JsonValueKind.String: return Quote(value.GetString()!);
            case JsonValueKind.Array:
                var items = value.EnumerateArray().Select(item => Render(item, inner, unit, false, false)).ToList();
                return items.Count == 0 ? "[]" : listLines ? $"[\n{inner}{string.Join($",\n{inner}", items)}\n{indent}]" : $"[{string.Join(", ", items)}]";
            case JsonValueKind.Object:
                var members = value.EnumerateObject().Select(m => $"{Quote(m.Name)}: {Render(m.Value, inner, unit, mapLines, false)}").ToList();
                return members.Count == 0 ? "{}" : mapLines ? $"{{\n{inner}{string.Join($",\n{inner}", members)}\n{indent}}}" : $"{{ {string.Join(", ", members)} }}";
            default: return value.GetRawText();
        }
    }

    private static bool Same(string written, JsonElement value) =>
        JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(value.GetRawText()));

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static JsonElement Wrapped(string key, JsonElement value)
    {
        using var document = JsonDocument.Parse($"{{{Quote(key)}:{value.GetRawText()}}}");
        return document.RootElement.Clone();
    }
}
