using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerOps.Daemon;

/// <summary>
/// Brings the value of an option into the shape that daemon.json wants, and from there into flags. Shapes: moby, daemon/config/config*.go
/// and opts (ulimit.go, address_pools.go, runtime.go).
/// </summary>
internal static class DaemonValue
{
    /// <summary>The value as daemon.json wants it.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the option takes no such value.</exception>
    public static JsonElement Normalize(DaemonOption option, JsonElement given)
    {
        if (Texts(given).Any(text => text.Any(char.IsControl))) throw Wrong(option, given, "a value holds no line breaks");
        JsonNode node = option.Kind switch
        {
            DaemonOptionKind.Switch => Bool(option, given),
            DaemonOptionKind.Number => Number(option, given),
            DaemonOptionKind.List => List(option, given),
            DaemonOptionKind.Map => Map(option, given),
            _ => Text(option, given),
        };
        Check(option, given, node);
        return JsonSerializer.SerializeToElement(node, WireNode.Default.JsonNode);
    }

    /// <summary>The values as flags take them: one for each flag.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: no flag has room for it.</exception>
    public static IReadOnlyList<string> Flags(DaemonOption option, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? Pairs(item) : Plain(item))],
        JsonValueKind.Object => [.. value.EnumerateObject().Select(m => $"{m.Name}={MapFlag(option, m.Name, m.Value)}")],
        _ => [Plain(value)],
    };

    private static string MapFlag(DaemonOption option, string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when option.Name == "default-ulimits" =>
            $"{Member(value, "Soft") ?? Member(value, "Hard")}:{Member(value, "Hard") ?? Member(value, "Soft")}",
        JsonValueKind.Object when option.Name == "runtimes" => value.EnumerateObject().All(m => m.Name == "path" || m.Value.GetRawText() is "[]" or "{}") && Member(value, "path") is { } path
            ? path
            : throw Wrong(option, value, $"a flag has room for the path of {name} alone; -Document DaemonJson has room for all"),
        _ => Plain(value),
    };

    private static string Pairs(JsonElement item) => string.Join(',', item.EnumerateObject().Select(m => $"{m.Name}={Plain(m.Value)}"));

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string? Member(JsonElement value, string name) => value.TryGetProperty(name, out var found) ? Plain(found) : null;

    private static JsonNode Bool(DaemonOption option, JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(given.GetString(), out var value) => value,
        _ => throw Wrong(option, given, "it is true or false"),
    };

    private static JsonNode Number(DaemonOption option, JsonElement given) =>
        long.TryParse(Plain(given), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(option, given, "it is a whole number");

    private static JsonNode Text(DaemonOption option, JsonElement given) => given.ValueKind is JsonValueKind.String or JsonValueKind.Number
        ? Plain(given)
        : throw Wrong(option, given, "it is one text");

    private static JsonArray List(DaemonOption option, JsonElement given)
    {
        IEnumerable<JsonElement> items = given.ValueKind == JsonValueKind.Array ? given.EnumerateArray() : [given];
        return [.. items.Select(item => option.Name == "default-address-pools" ? Pool(option, item)
            : item.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Plain(item)
            : throw Wrong(option, given, "it is a list of texts"))];
    }

    private static JsonObject Map(DaemonOption option, JsonElement given)
    {
        var map = new JsonObject();
        if (given.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in given.EnumerateObject()) map[member.Name] = MapItem(option, member.Name, member.Value);
            return map;
        }

        IEnumerable<JsonElement> items = given.ValueKind == JsonValueKind.Array ? given.EnumerateArray() : [given];
        foreach (var item in items)
        {
            var text = Plain(item);
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw Wrong(option, given, "it is names with values: a table, or texts like name=value");
            using var value = JsonDocument.Parse(JsonSerializer.Serialize(text[(equals + 1)..], WireNode.Default.String));
            map[text[..equals]] = MapItem(option, text[..equals], value.RootElement);
        }

        return map;
    }

    private static JsonNode MapItem(DaemonOption option, string name, JsonElement value)
    {
        switch (option.Name)
        {
            case "default-ulimits" when value.ValueKind != JsonValueKind.Object:
                var limits = Plain(value).Split(':');
                if (limits.Length > 2 || !limits.All(l => long.TryParse(l, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
                    throw Wrong(option, value, $"the limit of {name} is SOFT or SOFT:HARD, in numbers");
                return new JsonObject { ["Name"] = name, ["Hard"] = long.Parse(limits[^1], CultureInfo.InvariantCulture), ["Soft"] = long.Parse(limits[0], CultureInfo.InvariantCulture) };
            case "runtimes" when value.ValueKind != JsonValueKind.Object: return new JsonObject { ["path"] = Plain(value) };
            case "features": return Bool(option, value);
            case "log-opts" or "cluster-store-opts":
                return value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? throw Wrong(option, value, $"{name} has one text") : Plain(value);
            default: return JsonNode.Parse(value.GetRawText())!;
        }
    }

    private static JsonNode Pool(DaemonOption option, JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.Object) return JsonNode.Parse(item.GetRawText())!;
        var pool = new JsonObject();
        foreach (var pair in Plain(item).Split(',').Select(part => part.Split('=', 2)))
        {
            if (pair is ["base", var net]) pool["base"] = net;
            else if (pair is ["size", var bits] && int.TryParse(bits, CultureInfo.InvariantCulture, out var size)) pool["size"] = size;
            else throw Wrong(option, item, "a pool is written base=10.10.0.0/16,size=24");
        }

        return pool;
    }

    private static void Check(DaemonOption option, JsonElement given, JsonNode node)
    {
        if (option.Name == "dns" && Texts(given).FirstOrDefault(text => !IPAddress.TryParse(text, out _)) is { } name)
            throw Wrong(option, given, $"'{name}' is no address; a name server is named by its address");
        if (option.Name is "data-root" or "exec-root" or "tlscacert" or "tlscert" or "tlskey" or "DOCKER_TMPDIR" or "DOCKER_CERT_PATH" && !node.ToString().StartsWith('/'))
            throw Wrong(option, given, "it is a full path on the host");
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => Texts(m.Value).Prepend(m.Name)),
        _ => [],
    };

    // A proxy's address may hold a password.
    private static DockerOpsException Wrong(DaemonOption option, JsonElement given, string why) => new(
        FailureKind.InvalidInput,
        $"'{option.Name}' cannot be {(option.Name.Contains("proxy", StringComparison.OrdinalIgnoreCase) ? "that" : given.GetRawText())}: {why}.",
        option.Name);
}
