using System.Buffers;
using System.Text.RegularExpressions;

namespace DockerOps.Daemon;

/// <summary>Changes assignments in a text that a shell or systemd reads, and nothing else of it.</summary>
internal static partial class VariableText
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:,@%+=");

    /// <summary>Gives a variable another value, quoted as the old one was.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="written">The old value as it is written.</param>
    /// <param name="value">The new one.</param>
    public static string Set(string text, TextSpan written, string value) =>
        written.Replace(text, Quoted(value, written.End > written.Start ? text[written.Start] : '\0'));

    /// <summary>
    /// Adds an assignment: behind the last line that shows one as a comment, else at the end.
    /// </summary>
    public static string Add(string text, string name, string value, bool quoted, bool export)
    {
        var line = $"{(export ? "export " : "")}{name}={Quoted(value, quoted ? '"' : '\0')}";
        var end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var shown = Regex.Matches(text, $@"^[ \t]*#[# \t]*(?:export[ \t]+)?{Regex.Escape(name)}=[^\n]*(?:\n|\z)", RegexOptions.Multiline).LastOrDefault();
        var at = shown is null ? text.Length : shown.Index + shown.Length;
        var open = at > 0 && text[at - 1] != '\n';
        return new TextSpan(at, at).Replace(text, open ? end + line : line + end);
    }

    /// <summary>Takes an assignment away, with its line.</summary>
    /// <exception cref="DockerOpsException">Unsupported: something else stands on the line.</exception>
    public static string Remove(string text, SettingPlace place)
    {
        var from = text.LastIndexOf('\n', Math.Max(0, place.Whole.Start - 1)) + 1;
        if (place.Whole.Start == 0) from = 0;
        var to = text.IndexOf('\n', place.Whole.End);
        to = to < 0 ? text.Length : to + 1;
        if (!Export().IsMatch(text[from..place.Whole.Start]) || text[place.Whole.End..to].Trim() is not ("" or ";"))
        {
            throw new DockerOpsException(
                FailureKind.Unsupported, $"In '{place.Path}' something else stands on the line of '{text[place.Whole.Start..place.Whole.End].Split('=')[0]}'; give it a line of its own first.", place.Path);
        }

        // The last line's missing end is that of the line before, then.
        if (to == text.Length && from > 0 && text[to - 1] != '\n') from -= text[from - 1] == '\n' ? from > 1 && text[from - 2] == '\r' ? 2 : 1 : 0;
        return new TextSpan(from, to).Replace(text, "");
    }

    /// <summary>Puts words behind those that a variable holds.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="variable">The variable's last assignment.</param>
    /// <param name="words">The words, which need no quotes.</param>
    /// <param name="shell">Whether a shell reads the file; else systemd does, to which a space outside of quotes is one of the value.</param>
    public static string Append(string text, Assignment variable, string words, bool shell)
    {
        var written = variable.Written!.Value;
        var last = variable.Value.Fields().LastOrDefault(word => word.Raw?.Whole is not null && word.Source.Path == variable.Source.Path)?.Raw;
        if (last is null)
        {
            var inQuotes = written.End > written.Start && text[written.Start] is '"' or '\'';
            return inQuotes ? new TextSpan(written.Start + 1, written.Start + 1).Replace(text, variable.Value.Length > 0 ? words + " " : words) : Set(text, written, words);
        }

        var gap = variable.Value.ToString().Contains('\n', StringComparison.Ordinal) ? "\n" : " ";
        var place = last.At(last.Length - 1);
        var end = new TextSpan(place.End, place.End);
        if (place.Quote != '\0' || !shell) return end.Replace(text, gap + words);

        // Outside of quotes a space would end the value.
        var bare = text[written.Start..written.End];
        return bare.AsSpan().ContainsAnyExcept(Plain) ? end.Replace(text, $"\"{gap}{words}\"") : written.Replace(text, $"\"{bare}{gap}{words}\"");
    }

    /// <summary>A value as it is written, in a kind of quotes; NUL for none, where none are needed.</summary>
    public static string Quoted(string value, char quote) => quote switch
    {
        '\'' when !value.Contains('\'', StringComparison.Ordinal) => $"'{value}'",
        '\0' when value.Length > 0 && !value.AsSpan().ContainsAnyExcept(Plain) => value,
        not ('"' or '\'') when value.Length > 0 && !value.AsSpan().ContainsAnyExcept(Plain) => value,
        _ => $"\"{Special().Replace(value, @"\$0")}\"",
    };

    [GeneratedRegex(@"^[ \t]*(?:(?:export|readonly)[ \t]+)*\z")]
    private static partial Regex Export();

    [GeneratedRegex("""[\\"$`]""")]
    private static partial Regex Special();
}
