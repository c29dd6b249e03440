using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerOps.Daemon;

/// <summary>Adds values to those that a list or a map has already.</summary>
internal static class DaemonAppend
{
    /// <summary>The wish with the present values in front of its own; of an option that has one value only, as it is.</summary>
    /// <exception cref="DockerOpsException">InvalidInput: the option takes no such value.</exception>
    public static DaemonChange Complete(DaemonChange change, DaemonConfig config)
    {
        if (change is not { Value: { } value, Option: { IsMany: true } option }) return change;
        JsonNode all = option.Kind == DaemonOptionKind.Map ? new JsonObject() : new JsonArray();
        foreach (var part in Present(config, option).Append(value)) Add(all, JsonNode.Parse(DaemonValue.Normalize(option, part).GetRawText())!);
        return change with { Value = Element(all) };
    }

    // What daemon.json holds may be objects, which no text of a flag could tell.
    private static IEnumerable<JsonElement> Present(DaemonConfig config, DaemonOption option)
    {
        var made = config.Settings.Where(s => s.Name == option.Name && s.ReachesEngine).ToList();
        var flags = made.Where(s => s.Origin != DaemonSettingOrigin.File).Select(s => (JsonNode)s.Value).ToArray();
        if (flags.Length > 0) yield return Element(new JsonArray(flags));
        foreach (var (path, key) in made.Where(s => s.Origin == DaemonSettingOrigin.File).Select(s => (s.Source.Path, s.Spelling)).Distinct())
        {
            var written = DaemonJsonText.Get(config.Files.First(file => file.Path == path).Text, key.Split('.', 2));
            if (written.ValueKind != JsonValueKind.Null) yield return written;
        }
    }

    private static void Add(JsonNode all, JsonNode more)
    {
        if (all is JsonObject map)
        {
            foreach (var (name, node) in more.AsObject()) map[name] = node?.DeepClone();
            return;
        }

        var list = all.AsArray();
        foreach (var item in more.AsArray().Where(item => !list.Any(old => JsonNode.DeepEquals(old, item)))) list.Add(item?.DeepClone());
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node, WireNode.Default.JsonNode);
}
