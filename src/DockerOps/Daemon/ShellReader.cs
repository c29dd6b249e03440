namespace DockerOps.Daemon;

/// <summary>
/// Reads the assignments of a file that a shell sources, without running it. Source: POSIX.1-2017, Shell Command Language,
/// 2.9.1 Simple Commands. <c>$NAME</c> of an earlier assignment is filled in; what would take a command is marked as not known.
/// </summary>
internal sealed class ShellReader
{
    private static readonly HashSet<string> Openers = ["if", "while", "until", "for", "case", "{"];
    private static readonly HashSet<string> Closers = ["fi", "done", "esac", "}"];
    private static readonly HashSet<string> Between = ["then", "else", "elif", "do", "!"];

    // No command takes a tenth of this.
    private readonly FillingRoom room = new(1 << 20);
    private readonly ShellText text;
    private readonly List<Assignment> assignments = [];
    private readonly HashSet<string> exported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlacedText> known = new(StringComparer.Ordinal);
    private int depth;

    private ShellReader(DaemonFile file) => text = new(file);

    public static AssignmentList Read(DaemonFile file)
    {
        var reader = new ShellReader(file);
        ConfigFinding? problem = null;
        try
        {
            while (!reader.text.IsOver) reader.Command();
        }
        catch (FormatException e)
        {
            problem = new ConfigFinding
            {
                Severity = ConfigSeverity.Error,
                Id = ConfigFindingId.InvalidSyntax,
                Source = reader.text.Here,
                Message = $"'{file.Path}' breaks off: {e.Message}. Close it; the shell that reads the file stops there.",
            };
        }

        return new([.. reader.assignments.Select(a => reader.exported.Contains(a.Name) ? a with { Exported = true } : a)], problem);
    }

    // One simple command, or the word that opens a compound one.
    private void Command()
    {
        text.SkipBlanks();
        var pending = new List<Assignment>();
        var export = false;
        var earlier = new Stack<(string Name, PlacedText? Value)>();
        while (!text.EndsCommand)
        {
            var start = (Source: text.Here, text.At);
            var name = text.Name();
            if (name.Length > 0 && (text.Peek() == '=' || (text.Peek() == '+' && text.Peek(1) == '=')))
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
            else if (pending.Count == 0 && name is "export" or "readonly" && (char.IsWhiteSpace(text.Peek()) || text.IsOver))
            {
                export |= name == "export";
            }
            else if (export && name.Length > 0 && text.EndsWord)
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

            text.SkipBlanks();
        }

        foreach (var assignment in pending)
        {
            assignments.Add(assignment);
            if (assignment.Exported) exported.Add(assignment.Name);
        }

        if (!text.IsOver) Separator();
    }

    private bool Keyword(string name)
    {
        var word = name.Length > 0 ? name : text.Peek() is '{' or '}' or '!' ? text.Peek().ToString() : "";
        if (!Openers.Contains(word) && !Closers.Contains(word) && !Between.Contains(word)) return false;
        if (name.Length == 0) text.Next();
        depth = Math.Max(0, depth + (Openers.Contains(word) ? 1 : Closers.Contains(word) ? -1 : 0));
        return true;
    }

    private Assignment Assign(string name, (DaemonSource Source, int At) start)
    {
        var append = text.Next() == '+';
        if (append) text.Next();
        var begun = text.At;
        var value = new ShellWord(known, name, room);
        while (!text.EndsWord) text.Piece(value);
        var whole = value.Text;
        var unknown = value.Unknown;
        var before = append ? known.GetValueOrDefault(name) : null;
        if (before is not null && !room.Take(before.Length))
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
            Written = new(begun, text.At),
            Whole = new(start.At, text.At),
            Unknown = unknown,
            Extends = append || value.Used.Contains(name),
            Conditional = depth > 0,
        };
    }

    private void SkipCommand()
    {
        var ignored = new ShellWord(known, self: null, room);
        while (!text.EndsCommand)
        {
            text.SkipBlanks();
            if (!text.EndsCommand) text.Piece(ignored);
        }
    }

    // A function's or subshell's parentheses only tell that what follows may not be run.
    private void Separator()
    {
        var c = text.Next();
        depth = Math.Max(0, depth + (c == '(' ? 1 : c == ')' ? -1 : 0));
    }
}
