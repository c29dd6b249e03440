using System.Text.RegularExpressions;

namespace DockerOps.Help;

/// <summary>Reads a page and reports what is wrong with it by itself.</summary>
internal sealed partial class PageReader
{
    private const int FewestExamples = 2;
    private static readonly string[] ProseSections = ["SYNOPSIS", "DESCRIPTION", "NOTES", "RELATED LINKS"];
    private static readonly string[] ListSections = ["EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS"];
    private readonly string _file;
    private readonly Section _root;
    private readonly List<Problem> _problems;

    private PageReader(string file, Section root, List<Problem> problems) =>
        (_file, _root, _problems) = (file, root, problems);

    /// <summary>The page; problems are added to the list.</summary>
    public static Page Read(string file, string text, List<Problem> problems)
    {
        var reader = new PageReader(file, Outline.Read(file, text, problems), problems);
        var name = Path.GetFileNameWithoutExtension(file);
        if (reader._root.Title != name)
            reader.Report(reader._root, $"the title is '{reader._root.Title}', but the file is named for {name}");
        reader.CheckSections();
        return new Page(
            file, name, reader.Synopsis(), reader.Blocks("DESCRIPTION"), reader.Examples(name),
            reader.Entries("PARAMETERS"), reader.Entries("INPUTS"), reader.Entries("OUTPUTS"),
            reader.Blocks("NOTES"), reader.Blocks("RELATED LINKS"));
    }

    /// <summary>The parameters of the shared page: sections of the second level, because it has no others.</summary>
    public static IReadOnlyList<Section> ReadShared(string file, string text, List<Problem> problems)
    {
        var reader = new PageReader(file, Outline.Read(file, text, problems), problems);
        reader.CheckEntries(reader._root.Children);
        return reader._root.Children;
    }

    private void CheckSections()
    {
        if (_root.Blocks.Count > 0)
            _problems.Add(new(_file, _root.Blocks[0].Line, "text before the first section"));
        foreach (var section in _root.Children)
        {
            if (!ProseSections.Contains(section.Title) && !ListSections.Contains(section.Title))
                Report(section, $"unknown section '{section.Title}'; a page has {string.Join(", ", ProseSections)}, {string.Join(", ", ListSections)}");
            if (ProseSections.Contains(section.Title) && section.Children.Count > 0)
                Report(section.Children[0], $"{section.Title} has no headings of its own");
            if (ListSections.Contains(section.Title) && section.Blocks.Count > 0)
                _problems.Add(new(_file, section.Blocks[0].Line, $"text under {section.Title} must stand under a heading (###)"));
        }

        CheckTwice(_root.Children);
        if (Blocks("DESCRIPTION").Count == 0)
            Report(_root, "the page has no DESCRIPTION");
    }

    private string Synopsis()
    {
        var section = _root.Child("SYNOPSIS");
        if (section is null || section.Blocks.Count == 0)
        {
            Report(section ?? _root, "the page has no SYNOPSIS");
            return "";
        }

        var text = section.Blocks[0].Text;
        if (section.Blocks.Count > 1 || section.Blocks[0].Kind != BlockKind.Paragraph || !OneSentence().IsMatch(text))
            Report(section, "the SYNOPSIS must be one sentence that ends with a full stop");
        return text;
    }

    private IReadOnlyList<Section> Examples(string name)
    {
        var section = _root.Child("EXAMPLES");
        var examples = section?.Children ?? [];
        if (examples.Count < FewestExamples)
            Report(section ?? _root, $"the page has {examples.Count} of at least {FewestExamples} examples");
        for (var i = 0; i < examples.Count; i++)
        {
            if (!examples[i].Title.StartsWith($"Example {i + 1}: ", StringComparison.Ordinal))
                Report(examples[i], $"this heading must read 'Example {i + 1}: what it shows'");
            if (!examples[i].Blocks.Any(b => b.Kind == BlockKind.Code && b.Text.Contains(name, StringComparison.Ordinal)))
                Report(examples[i], $"this example has no block of code with {name} in it");
        }

        return examples;
    }

    private IReadOnlyList<Section> Entries(string title)
    {
        var entries = _root.Child(title)?.Children ?? [];
        CheckEntries(entries);
        return entries;
    }

    private void CheckEntries(IReadOnlyList<Section> entries)
    {
        CheckTwice(entries);
        foreach (var entry in entries.Where(entry => entry.Blocks.Count == 0))
            Report(entry, $"nothing is said of {entry.Title}");
    }

    private void CheckTwice(IReadOnlyList<Section> sections)
    {
        foreach (var section in sections.GroupBy(s => s.Title, StringComparer.OrdinalIgnoreCase).SelectMany(same => same.Skip(1)))
            Report(section, $"{section.Title} stands here a second time");
    }

    private IReadOnlyList<Block> Blocks(string title) => _root.Child(title)?.Blocks ?? [];

    private void Report(Section where, string text) => _problems.Add(new(_file, where.Line, text));

    // A full stop inside a word or a version (sme-9:6.5, .tar) does not end a sentence.
    [GeneratedRegex(@"^\S(?:(?![.!?]\s).)*\.$", RegexOptions.Singleline)]
    private static partial Regex OneSentence();
}
