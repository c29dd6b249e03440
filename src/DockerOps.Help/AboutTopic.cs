using System.Text;

namespace DockerOps.Help;

/// <summary>Turns an about_ page into the plain text that Get-Help prints as it stands.</summary>
internal static class AboutTopic
{
    private const int Width = 78;
    private static readonly string[] Needed = ["SHORT DESCRIPTION", "LONG DESCRIPTION"];

    /// <summary>The text; problems are added to the list.</summary>
    public static string Write(string file, string text, List<Problem> problems)
    {
        var root = Outline.Read(file, text, problems);
        var name = Path.GetFileNameWithoutExtension(file);
        if (root.Title != name)
            problems.Add(new(file, root.Line, $"the title is '{root.Title}', but the file is named {name}"));
        foreach (var title in Needed.Where(title => root.Child(title) is null))
            problems.Add(new(file, root.Line, $"the page has no {title}"));
        if (root.Children.Count > 0 && (root.Children[0].Title != Needed[0] || root.Children[0].Blocks.Count != 1))
            problems.Add(new(file, root.Children[0].Line, $"the first section must be {Needed[0]}, with one paragraph"));

        var output = new StringBuilder($"TOPIC\n    {name}\n");
        foreach (var section in root.Children)
        {
            // Get-Help takes the fifth line for the synopsis, so the short description is not broken into lines.
            output.Append('\n').Append(section.Title).Append('\n');
            if (section.Title == Needed[0])
                output.Append("    ").AppendJoin(' ', section.Blocks.Select(b => Prose.Plain(b.Text))).Append('\n');
            else
                Append(output, section.Blocks);
            foreach (var part in section.Children)
            {
                output.Append("\n  ").Append(part.Title).Append('\n');
                Append(output, part.Blocks);
            }
        }

        return output.ToString();
    }

    private static void Append(StringBuilder output, IReadOnlyList<Block> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            if (i > 0 && !(block.Kind == BlockKind.Item && blocks[i - 1].Kind == BlockKind.Item))
                output.Append('\n');
            if (block.Kind == BlockKind.Code)
                foreach (var line in block.Text.Split('\n'))
                    output.Append(line.Length == 0 ? "" : "        ").Append(line).Append('\n');
            else
                Wrap(output, (block.Kind == BlockKind.Item ? "- " : "") + Prose.Plain(block.Text), block.Kind == BlockKind.Item ? 6 : 4);
        }
    }

    private static void Wrap(StringBuilder output, string text, int hanging)
    {
        var line = new StringBuilder("    ");
        var empty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!empty && line.Length + 1 + word.Length > Width)
            {
                output.Append(line).Append('\n');
                line.Clear().Append(' ', hanging);
                empty = true;
            }

            line.Append(empty ? "" : " ").Append(word);
            empty = false;
        }

        output.Append(line).Append('\n');
    }
}
