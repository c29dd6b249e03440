using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerOps.Tests.Hostile;

/// <summary>Documents made of a good one: every value in turn is replaced by what should not be there, dropped, or written twice.</summary>
internal static class JsonVariants
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "9223372036854775807", "1e400", "99999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"\\u001b[31mx\\u009b1m\"", "\"x\"", "\":\"", "\"../../../x\"", "[]", "{}", "[null]", "[[]]", "{\"a\":null}", "{\"a\":1,\"a\":2}",
        "[1]", "[\"x\"]", "{\"\\ud800\":1}", "\"a\\nb\"", new string('[', 70) + new string(']', 70),
    ];

    /// <summary>All variants, each with words that say what it is.</summary>
    public static IEnumerable<(string What, string Json)> Of(string json)
    {
        var root = JsonNode.Parse(json)!;
        foreach (var path in Paths(root, []))
        {
            foreach (var value in Values) yield return ($"{string.Join('.', path)} = {value[..Math.Min(24, value.Length)]}", Write(root, path, value));
            if (path is not [.., string name]) continue;
            yield return ($"no {string.Join('.', path)}", Write(root, path, null));
            yield return ($"{string.Join('.', path)} twice", Write(root, path, $"1,{JsonSerializer.Serialize(name)}:2"));
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode? node, object[] at)
    {
        yield return at;
        IEnumerable<(object Step, JsonNode? Node)> inner = node switch
        {
            JsonObject known => known.Select(member => ((object)member.Key, member.Value)),
            JsonArray list => list.Select((item, i) => ((object)i, item)),
            _ => [],
        };
        foreach (var (step, child) in inner)
        {
            foreach (var path in Paths(child, [.. at, step])) yield return path;
        }
    }

    // The value at the path as the text given; without one, its member is left out.
    private static string Write(JsonNode? node, ReadOnlySpan<object> path, string? value)
    {
        if (path.IsEmpty) return value!;
        var parts = new List<string>();
        if (node is JsonObject known)
        {
            foreach (var (key, child) in known)
            {
                var hit = path[0] is string wanted && wanted == key;
                if (hit && path.Length == 1 && value is null) continue;
                parts.Add($"{JsonSerializer.Serialize(key)}:{(hit ? Write(child, path[1..], value) : child?.ToJsonString() ?? "null")}");
            }

            return $"{{{string.Join(',', parts)}}}";
        }

        var list = (JsonArray)node!;
        for (var i = 0; i < list.Count; i++) parts.Add(path[0] is int at && at == i ? Write(list[i], path[1..], value) : list[i]?.ToJsonString() ?? "null");
        return $"[{string.Join(',', parts)}]";
    }
}
