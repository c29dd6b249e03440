using System.Text;

namespace DockerOps.Help;

/// <summary>
/// Reads the part of markdown that the pages use: headings of three levels, paragraphs, list items, fenced code.
/// </summary>
internal sealed class Outline
{
    private const int DeepestHeading = 3;
    private readonly string _file;
    private readonly string[] _lines;
    private readonly List<Problem> _problems;
    private int _at;

    private Outline(string file, string text, List<Problem> problems)
    {
        _file = file;
        _lines = text.ReplaceLineEndings("\n").Split('\n');
        _problems = problems;
    }

    /// <summary>The page as a tree whose root is its title; what cannot be read is added to the problems.</summary>
    public static Section Read(string file, string text, List<Problem> problems)
    {
        var outline = new Outline(file, text, problems);
        outline.SkipBlank();
        if (outline._at < outline._lines.Length && outline.HeadingLevel() == 1)
            return outline.ReadSection(1);
        problems.Add(new(file, 1, "the page must begin with its title: # Verb-Noun or # about_Topic"));
        return new Section("", 1, [], []);
    }

    private Section ReadSection(int level)
    {
        var line = _at + 1;
        var title = _lines[_at++][(level + 1)..].Trim();
        var blocks = new List<Block>();
        var children = new List<Section>();
        while (true)
        {
            SkipBlank();
            if (_at == _lines.Length)
                break;
            var heading = HeadingLevel();
            if (heading == 0)
            {
                blocks.Add(ReadBlock());
                continue;
            }

            if (heading <= level)
                break;
            if (heading > level + 1 || heading > DeepestHeading)
                _problems.Add(new(_file, _at + 1, $"a heading of level {heading} cannot stand here"));
            children.Add(ReadSection(heading));
        }

        return new Section(title, line, blocks, children);
    }

    private Block ReadBlock()
    {
        var line = _at + 1;
        var first = _lines[_at].Trim();
        if (first.StartsWith("```", StringComparison.Ordinal))
            return ReadCode(first[3..].Trim(), line);
        if (first.StartsWith('|'))
            _problems.Add(new(_file, line, "tables do not survive in a terminal; use a list or a block of code"));
        _at++;
        var item = IsItem(first);
        var text = new StringBuilder(item ? first[2..].TrimStart() : first);
        while (_at < _lines.Length && !EndsProse())
            text.Append(' ').Append(_lines[_at++].Trim());
        return new Block(item ? BlockKind.Item : BlockKind.Paragraph, text.ToString(), "", line);
    }

    private Block ReadCode(string language, int line)
    {
        var begin = ++_at;
        while (_at < _lines.Length && _lines[_at].Trim() != "```")
            _at++;
        if (_at == _lines.Length)
            _problems.Add(new(_file, line, "this block of code is not closed"));
        var code = string.Join('\n', _lines[begin.._at].Select(l => l.TrimEnd()));
        _at = Math.Min(_at + 1, _lines.Length);
        return new Block(BlockKind.Code, code, language, line);
    }

    private void SkipBlank()
    {
        while (_at < _lines.Length && string.IsNullOrWhiteSpace(_lines[_at]))
            _at++;
    }

    private bool EndsProse()
    {
        var line = _lines[_at].Trim();
        return line.Length == 0 || IsItem(line) || line.StartsWith("```", StringComparison.Ordinal) || HeadingLevel() > 0;
    }

    private static bool IsItem(string line) =>
        line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal);

    private int HeadingLevel()
    {
        var line = _lines[_at];
        var level = line.Length - line.TrimStart('#').Length;
        return level > 0 && level < line.Length && line[level] == ' ' ? level : 0;
    }
}
