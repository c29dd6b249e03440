namespace DockerOps.Daemon;

/// <summary>Changes single flags in a text, and nothing else of it.</summary>
internal static class FlagText
{
    /// <summary>Gives a flag another value.</summary>
    /// <exception cref="DockerOpsException">Unsupported: the flag is put together of several pieces.</exception>
    public static string Set(string text, DaemonSetting flag, string value)
    {
        var place = PlaceOf(flag);
        var isSwitch = flag.Option is { Kind: DaemonOptionKind.Switch };
        if (isSwitch && place.Value is null) return value == "true" ? text : place.Whole.Replace(text, $"{flag.Spelling}={value}");
        return (place.Value ?? new(place.Whole.End, place.Whole.End)).Replace(text, value);
    }

    /// <summary>Takes a flag away, with the space before it; the first one with the space behind it.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="within">The value or the line that it is a part of.</param>
    /// <inheritdoc cref="Set"/>
    public static string Remove(string text, DaemonSetting flag, TextSpan within)
    {
        var (start, end) = PlaceOf(flag).Whole;
        if (start > within.Start && char.IsWhiteSpace(text[start - 1])) start -= start > within.Start + 1 && text[start - 2] == '\\' ? 2 : 1;
        else if (end < within.End && char.IsWhiteSpace(text[end])) end++;
        else if (end + 1 < within.End && text[end] == '\\' && char.IsWhiteSpace(text[end + 1])) end += 2;
        return new TextSpan(start, end).Replace(text, "");
    }

    /// <summary>A flag as it is written: with a space before its value, or as its neighbours have it.</summary>
    public static string Write(string spelling, DaemonOptionKind kind, string value, bool equals) =>
        kind == DaemonOptionKind.Switch ? value == "true" ? spelling : $"{spelling}={value}" : spelling + (equals && spelling.StartsWith("--", StringComparison.Ordinal) ? "=" : " ") + value;

    /// <summary>How a flag is written for an engine: the two that everybody writes short are short.</summary>
    /// <exception cref="DockerOpsException">InvalidInput: that engine has no such flag.</exception>
    public static string Spelling(DaemonOption option, Version version)
    {
        var spelling = option.Spellings.FirstOrDefault(s => s.Flag is not null && s.Takes(version)) ?? throw new DockerOpsException(
            FailureKind.InvalidInput, $"'{option.Name}' is no flag of an engine {version}; it can stand in daemon.json only.", option.Name);
        return spelling.Letter is 'g' or 'H' ? "-" + spelling.Letter : "--" + spelling.Flag;
    }

    private static SettingPlace PlaceOf(DaemonSetting flag) => flag.Place ?? throw new DockerOpsException(
        FailureKind.Unsupported,
        $"'{flag.Spelling}' at {flag.Source} is written together with other flags, or put together of several lines or variables. Write it apart first.",
        flag.Name);
}
