namespace DockerOps.Help;

/// <summary>The folder of pages, read and held against the cmdlets.</summary>
/// <param name="Items">Every cmdlet with its page.</param>
/// <param name="Topics">The about_ topics: name and finished text.</param>
internal sealed record HelpFolder(IReadOnlyList<HelpItem> Items, IReadOnlyList<(string Name, string Text)> Topics)
{
    private const string Shared = "_shared";
    private const string About = "about_";

    /// <summary>Reads all pages; problems are added to the list.</summary>
    public static HelpFolder Read(string folder, IReadOnlyList<Cmdlet> cmdlets, List<Problem> problems)
    {
        IReadOnlyList<Section> shared = [];
        var pages = new List<Page>();
        var topics = new List<(string, string)>();
        foreach (var file in Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file);
            var name = Path.GetFileNameWithoutExtension(file);
            if (name == Shared)
                shared = PageReader.ReadShared(file, text, problems);
            else if (name.StartsWith(About, StringComparison.Ordinal))
                topics.Add((name, AboutTopic.Write(file, text, problems)));
            else
                pages.Add(PageReader.Read(file, text, problems));
        }

        return new HelpFolder(PageCheck.Join(cmdlets, pages, shared, folder, problems), topics);
    }
}
