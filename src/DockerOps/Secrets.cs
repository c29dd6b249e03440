using System.Text.RegularExpressions;

namespace DockerOps;

/// <summary>Takes secrets out of a text that people will see.</summary>
internal static partial class Secrets
{
    /// <summary>The text with dots in place of passwords in addresses (<c>://user:password@</c>) and in options whose name ends in “password”.</summary>
    public static string Hide(string text) => Option().Replace(Address().Replace(text, "$1…@"), "$1…");

    /// <summary>What may be an address that somebody has misspelt, so that nothing tells where a password in it begins: dots in place of all before its last <c>@</c>.</summary>
    public static string HideMisspelt(string text) => text.LastIndexOf('@') is >= 0 and var at ? "…" + text[at..] : text;

    /// <summary>Whether a text holds such a password.</summary>
    public static bool AreIn(string text) => Address().IsMatch(text) || Option().IsMatch(text);

    // Names and passwords may hold an @ as it is; the last one before the path ends them (RFC 3986 would have it written as %40).
    [GeneratedRegex(@"(://[^/\s:]*:)[^/\s]*@")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?im)^([ \t]*\w*password[ \t]*[=:][ \t]*)\S.*$")]
    private static partial Regex Option();
}
