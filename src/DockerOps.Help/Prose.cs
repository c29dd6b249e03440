using System.Text.RegularExpressions;

namespace DockerOps.Help;

/// <summary>Turns markdown inside a paragraph into the plain text a terminal shows.</summary>
internal static partial class Prose
{
    /// <summary>
    /// Links become their text, with the address behind it when it leads out of the pages; emphasis marks and
    /// backslash escapes go away. Code keeps its backticks, as in PowerShell's own help.
    /// </summary>
    public static string Plain(string markdown) => Inline().Replace(markdown, match =>
        match.Groups["code"].Success ? match.Value
        : match.Groups["escaped"].Success ? match.Groups["escaped"].Value
        : match.Groups["strong"].Success ? match.Groups["strong"].Value
        : IsPage(match.Groups["to"].Value) ? match.Groups["link"].Value
        : $"{match.Groups["link"].Value} ({match.Groups["to"].Value})");

    /// <summary>
    /// The blocks as paragraphs of plain text. List items and code join the paragraph before them, because Get-Help
    /// puts an empty line between paragraphs and strips the indentation of their first line.
    /// </summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks)
    {
        var paragraphs = new List<string>();
        var previous = BlockKind.Code;
        foreach (var block in blocks)
        {
            var text = block.Kind switch
            {
                BlockKind.Item => "- " + Plain(block.Text),
                BlockKind.Code => "    " + block.Text.Replace("\n", "\n    ", StringComparison.Ordinal),
                _ => Plain(block.Text),
            };
            if (paragraphs.Count == 0 || block.Kind == BlockKind.Paragraph)
                paragraphs.Add(text);
            else
                paragraphs[^1] += (block.Kind == BlockKind.Item && previous != BlockKind.Code ? "\n" : "\n\n") + text;
            previous = block.Kind;
        }

        return paragraphs;
    }

    /// <summary>Where the links of a paragraph lead, in order.</summary>
    public static IEnumerable<string> Links(string markdown) =>
        Inline().Matches(markdown).Where(match => match.Groups["to"].Success).Select(match => match.Groups["to"].Value);

    /// <summary>Whether a link leads to another page of this folder.</summary>
    public static bool IsPage(string address) => address.EndsWith(".md", StringComparison.Ordinal) && !address.Contains(':');

    [GeneratedRegex(@"(?<code>`[^`]+`)|\\(?<escaped>[\\`*_\[\]<>()#-])|\*\*(?<strong>[^*]+)\*\*|\[(?<link>[^\]]+)\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Inline();
}
