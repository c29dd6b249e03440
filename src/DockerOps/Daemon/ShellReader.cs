namespace DockerOps.Daemon;

/// <summary>
/// Reads the assignments of a file that a shell sources, without running it. Source: POSIX.1-2017, Shell Command Language, 2.2 Quoting
/// and 2.9.1 Simple Commands. <c>$NAME</c> of an earlier assignment is filled in; what would take a command is marked as not known.
/// </summary>
internal sealed class ShellReader
{
    private static readonly HashSet<string> Openers = ["if", "while", "until", "for", "case", "{"];
    private static readonly HashSet<string> Closers = ["fi", "done", "esac", "}"];
    private static readonly HashSet<string> Between = ["then", "else", "elif", "do", "!"];

    // What a file may fill in, in all: a chain of variables may double with each line, and no command takes a tenth of this.
    private const int MostFilled = 1 << 20;

    private readonly string path;
    private readonly string text;
    private readonly List<Assignment> assignments = [];
    private readonly Dictionary<string, PlacedText> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> exported = new(StringComparer.Ordinal);
    private int at;
    private readonly int skipped;
    private int line = 1;
    private int depth;
    private int filled;

    private ShellReader(DaemonFile file)
    {
        path = file.Path;
        text = file.Text.TrimStart('\uFEFF');
        skipped = file.Text.Length - text.Length;
    }

    public static AssignmentList Read(DaemonFile file)
    {
        var reader = new ShellReader(file);
        ConfigFinding? problem = null;
        try
        {
            while (reader.at < reader.text.Length) reader.Command();
        }
        catch (FormatException e)
        {
            problem = new ConfigFinding
            {
                Severity = ConfigSeverity.Error,
                Id = ConfigFindingId.InvalidSyntax,
                Source = new DaemonSource(file.Path, reader.line),
                Message = $"'{file.Path}' breaks off: {e.Message}. Close it; the shell that reads the file stops there.",
            };
        }

        return new([.. reader.assignments.Select(a => reader.exported.Contains(a.Name) ? a with { Exported = true } : a)], problem);
    }

    private bool HasRoom(int more)
    {
        if (more > MostFilled - filled) return false;
        filled += more;
        return true;
    }

    private DaemonSource Here => new(path, line);

    private TextPlace Place(char quote) => new(Here, skipped + at, skipped + at + 1) { Quote = quote };

    private char Peek(int ahead = 0) => at + ahead < text.Length ? text[at + ahead] : '\0';

    private char Next()
    {
        var c = text[at++];
        if (c == '\n') line++;
        return c;
    }

    // One simple command, or the word that opens a compound one.
    private void Command()
    {
        SkipBlanks();
        var pending = new List<Assignment>();
        var export = false;
        var earlier = new Stack<(string Name, PlacedText? Value)>();
        while (at < text.Length && !AtEnd())
        {
            var start = (Source: Here, At: at);
            var name = Name();
            if (name.Length > 0 && (Peek() == '=' || (Peek() == '+' && Peek(1) == '=')))
            {
                var assignment = Assign(name, start) with { Exported = export };
                pending.Add(assignment);
                earlier.Push((name, known.GetValueOrDefault(name)));
                known[name] = assignment.Value;
            }
            else if (pending.Count == 0 && !export && Keyword(name))
            {
                return;
            }
            else if (pending.Count == 0 && name is "export" or "readonly" && (char.IsWhiteSpace(Peek()) || at == text.Length))
            {
                export |= name == "export";
            }
            else if (export && name.Length > 0 && (AtEnd() || char.IsWhiteSpace(Peek()) || at == text.Length))
            {
                exported.Add(name);
            }
            else
            {
                // A command: what was assigned before it is for that command only.
                pending.Clear();
                foreach (var (assigned, value) in earlier)
                {
                    if (value is null) known.Remove(assigned);
                    else known[assigned] = value;
                }

                SkipCommand();
                break;
            }

            SkipBlanks();
        }

        foreach (var assignment in pending)
        {
            assignments.Add(assignment);
            if (assignment.Exported) exported.Add(assignment.Name);
        }

        if (at < text.Length) Separator();
    }

    private bool Keyword(string name)
    {
        var word = name.Length > 0 ? name : Peek() is '{' or '}' or '!' ? Peek().ToString() : "";
        if (!Openers.Contains(word) && !Closers.Contains(word) && !Between.Contains(word)) return false;
        if (name.Length == 0) Next();
        depth = Math.Max(0, depth + (Openers.Contains(word) ? 1 : Closers.Contains(word) ? -1 : 0));
        return true;
    }

    private Assignment Assign(string name, (DaemonSource Source, int At) start)
    {
        var append = Next() == '+';
        if (append) Next();
        var begun = at;
        var value = new ShellWord(known, name, HasRoom);
        while (at < text.Length && !char.IsWhiteSpace(Peek()) && !AtEnd()) Piece(value);
        var whole = value.Text;
        var unknown = value.Unknown;
        var before = append ? known.GetValueOrDefault(name) : null;
        if (before is not null && !HasRoom(before.Length))
        {
            unknown ??= "$" + name;
        }
        else if (before is not null)
        {
            whole = new PlacedText();
            whole.Add(before);
            whole.Add(value.Text);
        }

        return new Assignment(name, whole, start.Source)
        {
            Written = new(skipped + begun, skipped + at),
            Whole = new(skipped + start.At, skipped + at),
            Unknown = unknown,
            Extends = append || value.Used.Contains(name),
            Conditional = depth > 0,
        };
    }

    private void Piece(ShellWord word)
    {
        switch (Peek())
        {
            case '\'':
                Next();
                while (Peek() != '\'') Literal(word, '\'', "a single quote is not closed");
                Next();
                break;
            case '"':
                Next();
                while (Peek() != '"')
                {
                    if (Peek() == '$' || Peek() == '`') Expand(word);
                    else if (Peek() == '\\' && "$`\"\\\n".Contains(Peek(1), StringComparison.Ordinal)) Escape(word, '"');
                    else Literal(word, '"', "a double quote is not closed");
                }

                Next();
                break;
            case '\\': Escape(word, '\0'); break;
            case '$' or '`': Expand(word); break;
            default: Literal(word, '\0', "the text ends"); break;
        }
    }

    private char Inside(string complaint) => at < text.Length ? Next() : throw new FormatException(complaint);

    private void Literal(ShellWord word, char quote, string complaint)
    {
        var place = Place(quote);
        word.Text.Add(Inside(complaint), place);
    }

    private void Escape(ShellWord word, char quote)
    {
        Next();
        if (at >= text.Length) return;
        var place = Place(quote);
        place = place with { Start = place.Start - 1 };
        if (Next() is var c and not '\n') word.Text.Add(c, place);
    }

    private void Expand(ShellWord word)
    {
        var place = Here;
        var start = at;
        if (Next() == '`')
        {
            while (Inside("a backquote is not closed") != '`')
            {
            }
        }
        else if (Peek() == '(')
        {
            var open = 0;
            do
            {
                var c = Inside("a $( is not closed");
                open += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            while (open > 0);
        }
        else if (Peek() == '{')
        {
            while (Inside("a ${ is not closed") != '}')
            {
            }
        }
        else if (Name().Length == 0)
        {
            word.Text.Add('$', place);
            return;
        }

        word.Fill(text[start..at], place);
    }

    private string Name()
    {
        var start = at;
        if (char.IsAsciiLetter(Peek()) || Peek() == '_')
            while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_') at++;
        return text[start..at];
    }

    private bool AtEnd() => Peek() is '\n' or ';' or '&' or '|' or '(' or ')';

    private void SkipBlanks()
    {
        while (at < text.Length)
        {
            if (Peek() is ' ' or '\t' or '\r') at++;
            else if (Peek() == '\\' && Peek(1) == '\n') (_, _) = (Next(), Next());
            else if (Peek() == '#') while (at < text.Length && Peek() != '\n') at++;
            else break;
        }
    }

    private void SkipCommand()
    {
        var ignored = new ShellWord(known, self: null, HasRoom);
        while (at < text.Length && !AtEnd())
        {
            SkipBlanks();
            if (at < text.Length && !AtEnd()) Piece(ignored);
        }
    }

    // A function's or subshell's parentheses only tell that what follows may not be run.
    private void Separator()
    {
        var c = Next();
        depth = Math.Max(0, depth + (c == '(' ? 1 : c == ')' ? -1 : 0));
    }
}
