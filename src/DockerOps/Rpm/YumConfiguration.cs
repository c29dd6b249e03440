using System.Text;

namespace DockerOps;

/// <summary>
/// A yum.conf, dnf.conf or .repo file as a document. What was read is written back to the last character; an edit touches
/// one option and leaves comments, order, spelling and line ends around it alone. It never changes: an edit gives a new one.
/// </summary>
public sealed class YumConfiguration
{
    /// <summary>The section of settings that are no repository.</summary>
    public const string Main = "main";

    private readonly IReadOnlyList<YumConfigurationLine> lines;

    private YumConfiguration(IReadOnlyList<YumConfigurationLine> lines) => this.lines = lines;

    /// <summary>The names of the sections, in order, <c>main</c> included; a name that is there twice is given once.</summary>
    public IReadOnlyList<string> Sections => [.. lines.Where(line => line.IsHeader).Select(line => line.Section!).Distinct(StringComparer.Ordinal)];

    /// <summary>The repositories, in order: every section but <c>main</c>.</summary>
    public IReadOnlyList<YumRepositoryDefinition> Repositories =>
        [.. Sections.Where(section => section != Main).Select(section => YumRepositoryOptions.Read(section, Options(section)))];

    /// <summary>What will not do what its author meant, in the order of the lines.</summary>
    public IReadOnlyList<YumFinding> Findings => YumConfigurationFindings.Of(this, lines);

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>: a line that neither yum nor dnf can read, with its number.</exception>
    public static YumConfiguration Parse(string text, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(YumConfigurationReader.Read(text, path));
    }

    /// <summary>Writes a new document.</summary>
    /// <param name="repositories">Its repositories, in order.</param>
    /// <param name="main">The options of its <c>[main]</c> section; without any there is no such section.</param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: an id or a value that no such file can hold.</exception>
    public static YumConfiguration Of(IEnumerable<YumRepositoryDefinition> repositories, IEnumerable<KeyValuePair<string, string>>? main = null)
    {
        ArgumentNullException.ThrowIfNull(repositories);
        var text = new StringBuilder();
        if (main?.ToList() is { Count: > 0 } settings) Write(text, Main, settings);
        foreach (var repository in repositories)
        {
            if (!YumRepositoryRules.IsId(repository.Id))
                throw new DockerOpsException(FailureKind.InvalidInput, $"'{repository.Id}' is no repository id: use letters, digits and - _ . : only.", repository.Id);
            Write(text, repository.Id, YumRepositoryOptions.Write(repository));
        }

        return Parse(text.ToString());
    }

    /// <summary>The value of an option, its continuation lines joined by line feeds; null when it is not set. Of several the last counts.</summary>
    /// <param name="section">The section.</param>
    /// <param name="option">The option; upper and lower case are one.</param>
    public string? Get(string section, string option) => lines.LastOrDefault(line => line.Is(section, option))?.Value;

    /// <summary>All options of a section as they are spelled, in order.</summary>
    /// <param name="section">The section.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Options(string section) =>
        [.. lines.Where(line => line.Section == section && line.Option is not null).Select(line => new KeyValuePair<string, string>(line.Option!, line.Value))];

    /// <summary>The document with one option set: in its place, or as the last of its section.</summary>
    /// <param name="section">A section that is there.</param>
    /// <param name="option">The option.</param>
    /// <param name="value">The value, without line breaks.</param>
    /// <exception cref="DockerOpsException">NotFound: there is no such section. InvalidInput: a name or a value that no such file can hold.</exception>
    public YumConfiguration With(string section, string option, string value)
    {
        CheckOption(option, value);
        var place = LastIndex(line => line.Is(section, option));
        var changed = lines.ToList();
        if (place >= 0)
        {
            changed[place] = changed[place].WithValue(value);
            return new(changed);
        }

        place = LastIndex(line => line.Section == section && (line.IsHeader || line.Option is not null));
        if (place < 0) throw new DockerOpsException(FailureKind.NotFound, $"There is no section [{section}].", section);
        var end = lines.Select(line => line.End).FirstOrDefault(found => found.Length > 0) ?? "\n";
        var before = changed[place];
        if (before.End.Length == 0) changed[place] = before with { Text = before.Text + end };
        changed.Insert(place + 1, new($"{option}={value}{end}", before.Number, section, option, option.Length + 1));
        return Parse(string.Concat(changed.Select(line => line.Text)));
    }

    /// <summary>The document without one section: its header, its options and the comments between them.</summary>
    /// <param name="section">The section.</param>
    public YumConfiguration Without(string section)
    {
        var kept = new List<YumConfigurationLine>();
        var waiting = new List<YumConfigurationLine>();
        foreach (var line in lines)
        {
            // Comments after the last option speak of the section that follows.
            if (line.Section != section) kept.AddRange(waiting.SkipWhile(comment => string.IsNullOrWhiteSpace(comment.Text)));
            else if (line.Option is null && !line.IsHeader)
            {
                waiting.Add(line);
                continue;
            }

            waiting.Clear();
            if (line.Section != section) kept.Add(line);
        }

        kept.AddRange(waiting);
        return Parse(string.Concat(kept.Select(line => line.Text)));
    }

    /// <summary>The text of the file.</summary>
    public override string ToString() => string.Concat(lines.Select(line => line.Text));

    private static void Write(StringBuilder text, string section, IEnumerable<KeyValuePair<string, string>> options)
    {
        if (text.Length > 0) text.Append('\n');
        text.Append('[').Append(section).Append("]\n");
        foreach (var (option, value) in options)
        {
            CheckOption(option, value);
            text.Append(option).Append('=').Append(value).Append('\n');
        }
    }

    private static void CheckOption(string option, string value)
    {
        if (!YumConfigurationReader.IsOptionName(option))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{option}' is no name of an option: use letters, digits and _ - . only.", option);
        if (value.AsSpan().ContainsAny('\n', '\r', '\0'))
            throw new DockerOpsException(FailureKind.InvalidInput, $"The value of {option} holds a line break.", option);
    }

    private int LastIndex(Predicate<YumConfigurationLine> match)
    {
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (match(lines[i])) return i;
        }

        return -1;
    }
}
