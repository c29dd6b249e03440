namespace DockerOps;

/// <summary>One line of a configuration with its line end; an option has its continuation lines in it too.</summary>
/// <param name="Text">The text as it stands in the file.</param>
/// <param name="Number">Its first line, from 1.</param>
/// <param name="Section">The section it opens or belongs to; null before the first.</param>
/// <param name="Option">The option's name as it is spelled; null for what is no option.</param>
/// <param name="ValueStart">Where in the text the value begins.</param>
internal sealed record YumConfigurationLine(string Text, int Number, string? Section, string? Option = null, int ValueStart = 0)
{
    /// <summary>Whether it opens its section.</summary>
    public bool IsHeader { get; init; }

    /// <summary>The value without the space around it; continuation lines are joined by line feeds.</summary>
    public string Value => string.Join('\n', Text[ValueStart..].Split('\n', StringSplitOptions.TrimEntries)).Trim();

    /// <summary>The characters that end it: those of its last line.</summary>
    public string End => Text.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : Text.EndsWith('\n') ? "\n" : "";

    public bool Is(string section, string option) => Section == section && string.Equals(Option, option, StringComparison.OrdinalIgnoreCase);

    /// <summary>The same option with another value; name, separator and the space around it stay.</summary>
    public YumConfigurationLine WithValue(string value) => this with { Text = Text[..ValueStart] + value + End };
}
