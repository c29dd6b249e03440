using System.Text.Json;

namespace DockerOps.Daemon;

/// <summary>Makes settings of the keys of daemon.json, with what the engine's decoder would say to their types.</summary>
internal static class DaemonJsonSettings
{
    public static IEnumerable<DaemonSetting> Read(DaemonJson json, List<ConfigFinding> problems)
    {
        var settings = new List<DaemonSetting>();
        var last = new Dictionary<string, DaemonJsonMember>(StringComparer.Ordinal);
        foreach (var member in json.Members) last[member.Key] = member;
        foreach (var member in json.Members)
        {
            // The engine knows a key by the flag's name as well, and then reads nothing from it (findConfigurationConflicts).
            var option = DaemonOptions.Find(member.Key);
            var ignored = option is null && DaemonOptions.Find("--" + member.Key) is not null;
            if (ignored) Ignored(member, problems);
            else if (option is not null && Wrong(member, option.Kind) is { } wrong) problems.Add(Finding(member, option.Name, ConfigSeverity.Error, ConfigFindingId.WrongType, wrong));
            var later = last[member.Key];
            var lost = !ReferenceEquals(later, member);
            if (lost)
            {
                problems.Add(Finding(member, option?.Name ?? member.Key, ConfigSeverity.Warning, ConfigFindingId.DuplicateKey,
                    $"'{member.Key}' stands again on line {later.Source.Line}, and that one counts. Take this one away."));
            }

            var items = member.Items.Count > 0 ? member.Items : [new(null, member.Type == JsonTokenType.StartArray ? "[]" : "{}", member.Type, member.Source)];
            settings.AddRange(items.Select(item => new DaemonSetting
            {
                Name = option?.Name ?? member.Key,
                Value = Text(option, item),
                Source = item.Source,
                Spelling = member.Spelling,
                Origin = DaemonSettingOrigin.File,
                Effective = !ignored && !lost,
                OverriddenBy = lost ? later.Source : null,
                Reloadable = option?.Reloadable ?? false,
                Option = option,
                ReachesEngine = !ignored,
            }));
        }

        return settings;
    }

    private static void Ignored(DaemonJsonMember member, List<ConfigFinding> problems)
    {
        var option = DaemonOptions.Find("--" + member.Key)!;
        var key = option.Spellings.Select(s => s.Key).FirstOrDefault(k => k is not null);
        problems.Add(Finding(member, option.Name, ConfigSeverity.Warning, ConfigFindingId.IgnoredKey, key is null
            ? $"'{member.Key}' cannot be set in daemon.json; the engine ignores it there. Use the flag --{member.Key}."
            : $"'{member.Key}' is the flag's name; in daemon.json the key is '{key}', and the engine ignores this one without a word. Rename it."));
    }

    private static string Text(DaemonOption? option, DaemonJsonItem item)
    {
        var text = option is { Name: "http-proxy" or "https-proxy" } ? ProxyMask.Apply(item.Text) : item.Text;
        return item.Name is null ? text : $"{item.Name}={text}";
    }

    private static string? Wrong(DaemonJsonMember member, DaemonOptionKind kind)
    {
        if (member.Type == JsonTokenType.Null) return null;
        var needs = kind switch
        {
            DaemonOptionKind.Switch when member.Type is not (JsonTokenType.True or JsonTokenType.False) => "true or false, without quotes",
            DaemonOptionKind.Number when member.Type != JsonTokenType.Number => "a number, without quotes",
            DaemonOptionKind.List when member.Type != JsonTokenType.StartArray => "a list in brackets: [\"…\"]",
            DaemonOptionKind.Map when member.Type != JsonTokenType.StartObject => "an object in braces: {\"name\": \"value\"}",
            DaemonOptionKind.Text when member.Type != JsonTokenType.String && !(member.Key == "default-shm-size" && member.Type == JsonTokenType.Number) => "a text in quotes",
            _ => null,
        };
        if (needs is not null) return $"'{member.Key}' needs {needs}. The engine does not start with it.";
        var odd = member.Key is "log-opts" or "cluster-store-opts" ? member.Items.FirstOrDefault(item => item.Type != JsonTokenType.String) : null;
        return odd is null ? null : $"'{odd.Name}' in '{member.Key}' needs a text in quotes: \"{odd.Name}\": \"{odd.Text}\". The engine does not start with it.";
    }

    private static ConfigFinding Finding(DaemonJsonMember member, string setting, ConfigSeverity severity, ConfigFindingId id, string message) =>
        new() { Severity = severity, Id = id, Setting = setting, Source = member.Source, Message = message };
}
