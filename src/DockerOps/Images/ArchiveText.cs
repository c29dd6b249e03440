namespace DockerOps;

/// <summary>How text from an archive or a user may stand in a message.</summary>
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
}
