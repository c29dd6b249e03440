namespace DockerOps;

/// <summary>How text from an archive, a host or a user may stand in a message.</summary>
internal static class ArchiveText
{
    private const int MaxShown = 160;

    /// <summary>The text with control characters replaced (they could drive the terminal) and cut to a line.</summary>
    public static string Shown(string? text)
    {
        if (text is null) return "";
        var cut = text.Length > MaxShown ? text[..MaxShown] + "…" : text;
        return string.Create(cut.Length, cut, static (shown, from) =>
        {
            for (var i = 0; i < from.Length; i++) shown[i] = char.IsControl(from[i]) ? '?' : from[i];
        });
    }

    /// <summary>The whole text with all control characters replaced but those that end lines or fill them up.</summary>
    public static string Plain(string? text)
    {
        if (text is null || !text.Any(char.IsControl)) return text ?? "";
        return string.Create(text.Length, text, static (plain, from) =>
        {
            for (var i = 0; i < from.Length; i++) plain[i] = char.IsControl(from[i]) && !IsPlain(from, i) ? '?' : from[i];
        });
    }

    // A carriage return alone writes over what the line says already.
    private static bool IsPlain(string text, int at) => text[at] is '\n' or '\t' || (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n');
}
