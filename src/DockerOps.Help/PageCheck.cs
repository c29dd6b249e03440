namespace DockerOps.Help;

/// <summary>Holds the pages against the cmdlets, and joins the two.</summary>
internal sealed class PageCheck
{
    private readonly IReadOnlyDictionary<string, Section> _shared;
    private readonly List<Problem> _problems;

    private PageCheck(IReadOnlyList<Section> shared, List<Problem> problems)
    {
        _shared = shared.DistinctBy(s => s.Title).ToDictionary(s => s.Title);
        _problems = problems;
    }

    /// <summary>Every cmdlet that has a page. A cmdlet without one, and a page without one, are problems.</summary>
    public static IReadOnlyList<HelpItem> Join(
        IReadOnlyList<Cmdlet> cmdlets, IReadOnlyList<Page> pages, IReadOnlyList<Section> shared, string folder, List<Problem> problems)
    {
        var check = new PageCheck(shared, problems);
        var items = new List<HelpItem>();
        foreach (var cmdlet in cmdlets)
        {
            if (pages.FirstOrDefault(page => page.Name == cmdlet.Name) is { } page)
                items.Add(check.Join(cmdlet, page));
            else
                problems.Add(new(Path.Combine(folder, cmdlet.Name + ".md"), 1, $"{cmdlet.Name} has no page; write this file"));
        }

        foreach (var page in pages.Where(page => cmdlets.All(cmdlet => cmdlet.Name != page.Name)))
            problems.Add(new(page.File, 1, $"there is no cmdlet {page.Name}"));
        return items;
    }

    private HelpItem Join(Cmdlet cmdlet, Page page)
    {
        var texts = new Dictionary<string, ParameterText>();
        foreach (var parameter in cmdlet.Parameters)
            texts[parameter.Name] = Text(page, parameter);
        foreach (var section in page.Parameters.Where(s => cmdlet.Parameters.All(p => "-" + p.Name != s.Title)))
            Report(page, section.Line, $"{cmdlet.Name} has no parameter {section.Title}");

        CheckTypes(page, page.Inputs, cmdlet.Parameters.Where(p => p.TakesObject).Select(p => p.FullType), "take", "from the pipeline");
        CheckTypes(page, page.Outputs, cmdlet.Outputs, "name", "in an [OutputType]");
        foreach (var (block, link) in page.Links.SelectMany(block => Prose.Links(block.Text).Select(link => (block, link))))
            if (Prose.IsPage(link) && !File.Exists(Path.Combine(Path.GetDirectoryName(page.File) ?? "", link)))
                Report(page, block.Line, $"there is no page {link}");
        return new HelpItem(cmdlet, page, texts);
    }

    private ParameterText Text(Page page, CmdletParameter parameter)
    {
        var title = "-" + parameter.Name;
        var own = page.Parameters.FirstOrDefault(section => section.Title == title);
        if (parameter.Text is { } given)
        {
            if (own is not null)
                Report(page, own.Line, $"leave {title} out: its text is the same for every cmdlet");
            return ParameterText.From(parameter, [new Block(BlockKind.Paragraph, given, "", 0)]);
        }

        if ((own ?? _shared.GetValueOrDefault(title)) is { } section)
            return ParameterText.From(parameter, section.Blocks);
        Report(page, 1, $"the parameter {title} is not documented");
        return ParameterText.From(parameter, []);
    }

    private void CheckTypes(Page page, IReadOnlyList<Section> sections, IEnumerable<string> types, string verb, string where)
    {
        foreach (var section in sections.Where(section => !types.Contains(section.Title)))
            Report(page, section.Line, $"{page.Name} does not {verb} {section.Title} {where}");
    }

    private void Report(Page page, int line, string text) => _problems.Add(new(page.File, line, text));
}
