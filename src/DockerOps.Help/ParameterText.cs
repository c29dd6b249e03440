namespace DockerOps.Help;

/// <summary>What is said of a parameter.</summary>
/// <param name="Paragraphs">Plain text.</param>
/// <param name="Default">The value it has when it is not given.</param>
internal sealed record ParameterText(IReadOnlyList<string> Paragraphs, string Default)
{
    private const string DefaultMark = "Default: ";

    /// <summary>Joins the page's words with the facts. A paragraph "Default: x" names the default value.</summary>
    public static ParameterText From(CmdletParameter parameter, IEnumerable<Block> blocks)
    {
        var paragraphs = Prose.Paragraphs(blocks).ToList();
        var named = paragraphs.Find(p => p.StartsWith(DefaultMark, StringComparison.Ordinal));
        if (named is not null)
            paragraphs.Remove(named);
        if (parameter.Values.Count > 0)
            paragraphs.Add($"Values: {string.Join(", ", parameter.Values)}.");
        return new ParameterText(paragraphs, named?[DefaultMark.Length..].TrimEnd('.') ?? (parameter.IsSwitch ? "False" : "None"));
    }
}
