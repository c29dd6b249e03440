namespace DockerOps;

/// <summary>
/// Takes a configuration apart, line by line. Sources: yum.conf(5), dnf.conf(5); the parsers behind them are Python's
/// ConfigParser (yum) and libdnf's IniParser (dnf). What both refuse is refused here.
/// </summary>
internal sealed class YumConfigurationReader
{
    private readonly string? path;
    private readonly List<YumConfigurationLine> lines = [];
    private string? section;

    private YumConfigurationReader(string? path) => this.path = path;

    public static IReadOnlyList<YumConfigurationLine> Read(string text, string? path)
    {
        var reader = new YumConfigurationReader(path);
        var number = 0;
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var at ? at + 1 : text.Length;
            reader.Add(text[start..end], ++number);
            start = end;
        }

        return reader.lines;
    }

    public static bool IsOptionName(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private void Add(string text, int number)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) throw Wrong(number, "there is a NUL character; this is no text file");
        var bare = text.Trim();
        if (bare.Length == 0 || text[0] is '#' or ';') lines.Add(new(text, number, section));
        else if (char.IsWhiteSpace(text[0])) Continue(text, number);
        else if (text[0] == '[') Open(text, bare, number);
        else AddOption(text, bare, number);
    }

    private void Continue(string text, int number)
    {
        if (lines.Count == 0 || lines[^1].Option is null) throw Wrong(number, "it begins with a space, but there is no option above it to go on with");
        lines[^1] = lines[^1] with { Text = lines[^1].Text + text };
    }

    private void Open(string text, string bare, int number)
    {
        var close = bare.IndexOf(']', StringComparison.Ordinal);
        if (close < 0) throw Wrong(number, $"'{bare}' lacks its closing bracket");
        if (bare[(close + 1)..].TrimStart() is { Length: > 0 } rest && rest[0] is not ('#' or ';')) throw Wrong(number, $"'{rest}' follows the section's name");
        section = bare[1..close];
        if (section.Length == 0) throw Wrong(number, "the section has no name");
        lines.Add(new(text, number, section) { IsHeader = true });
    }

    private void AddOption(string text, string bare, int number)
    {
        if (bare.StartsWith("//", StringComparison.Ordinal)) throw Wrong(number, "'//' begins no comment here; use '#'");
        if (section is null) throw Wrong(number, $"'{Secrets.Hide(bare)}' stands before the first [section]");
        var separator = text.AsSpan().IndexOfAny('=', ':');
        if (separator < 0) throw Wrong(number, $"'{Secrets.HideMisspelt(bare)}' is neither a comment, a [section] nor option=value");
        var name = text[..separator].TrimEnd();
        if (!IsOptionName(name)) throw Wrong(number, $"'{name}' is no name of an option");
        var value = separator + 1;
        while (value < text.Length && text[value] is ' ' or '\t') value++;
        lines.Add(new(text, number, section, name, value));
    }

    private DockerOpsException Wrong(int number, string what) =>
        new(FailureKind.Corrupt, $"Line {number} of {(path is null ? "the yum configuration" : $"'{path}'")} cannot be read: {what}.", path);
}
