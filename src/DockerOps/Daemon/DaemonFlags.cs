namespace DockerOps.Daemon;

/// <summary>
/// Reads the daemon's command line as the engine does (moby uses spf13/pflag; before 1.10 its own pkg/mflag, which took long flags
/// with one dash too).
/// </summary>
internal static class DaemonFlags
{
    /// <summary>Reads the words after the program's name.</summary>
    /// <param name="words">The words.</param>
    /// <param name="stray">Words that belong to no flag.</param>
    public static IReadOnlyList<DaemonSetting> Read(IReadOnlyList<PlacedWord> words, out IReadOnlyList<PlacedWord> stray)
    {
        var settings = new List<DaemonSetting>();
        var others = new List<PlacedWord>();
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (word.Text.Length < 2 || word.Text[0] != '-')
            {
                others.Add(word);
            }
            else if (word.Text == "--")
            {
                others.AddRange(words.Skip(at + 1));
                break;
            }
            else if (word.Text.StartsWith("--", StringComparison.Ordinal) || DaemonOptions.Find("-" + word.Text.Split('=')[0]) is not null)
            {
                settings.Add(Long(words, ref at));
            }
            else
            {
                settings.AddRange(Short(words, ref at));
            }
        }

        stray = others;
        return settings;
    }

    private static DaemonSetting Long(IReadOnlyList<PlacedWord> words, ref int at)
    {
        var word = words[at];
        var equals = word.Text.IndexOf('=', StringComparison.Ordinal);
        var spelling = equals < 0 ? word.Text : word.Text[..equals];
        var option = DaemonOptions.Find("--" + spelling.TrimStart('-'));
        var value = equals >= 0 ? word.Text[(equals + 1)..] : Value(option, words, ref at);
        return Setting(option, spelling, value, word, word.PlaceWith(words[at], equals + 1));
    }

    // Letters may stand together: -dD, and the last one's value may follow at once: -g/srv, -g=/srv.
    private static List<DaemonSetting> Short(IReadOnlyList<PlacedWord> words, ref int at)
    {
        var found = new List<DaemonSetting>();
        var word = words[at];
        for (var i = 1; i < word.Text.Length; i++)
        {
            var spelling = "-" + word.Text[i];
            var option = DaemonOptions.Find(spelling);
            var rest = word.Text[(i + 1)..];
            if (option is { Kind: DaemonOptionKind.Switch } && !rest.StartsWith('='))
            {
                found.Add(Setting(option, spelling, "true", word, word.Text.Length == 2 ? word.PlaceWith(word, 0) : null));
                continue;
            }

            var value = rest.Length > 0 ? rest.TrimStart('=') : Value(option, words, ref at);
            found.Add(Setting(option, spelling, value, word, i == 1 ? word.PlaceWith(words[at], rest.Length > 0 ? word.Text.Length - value.Length : 0) : null));
            break;
        }

        return found;
    }

    private static string Value(DaemonOption? option, IReadOnlyList<PlacedWord> words, ref int at)
    {
        if (option is { Kind: DaemonOptionKind.Switch }) return "true";
        if (at + 1 >= words.Count || (option is null && words[at + 1].Text.StartsWith('-'))) return "";
        return words[++at].Text;
    }

    private static DaemonSetting Setting(DaemonOption? option, string spelling, string value, PlacedWord word, SettingPlace? place) => new()
    {
        Name = option?.Name ?? spelling,
        Value = option is { Name: "http-proxy" or "https-proxy" } ? ProxyMask.Apply(value) : value,
        Source = word.Source,
        Spelling = spelling,
        Origin = DaemonSettingOrigin.Flag,
        Variable = word.Variable,
        Option = option,
        Place = place,
    };
}
