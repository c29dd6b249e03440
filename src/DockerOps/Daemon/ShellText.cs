namespace DockerOps.Daemon;

/// <summary>
/// The text of a file that a shell sources, read from its beginning on: blanks, names, and words with their quotes and expansions.
/// Source: POSIX.1-2017, Shell Command Language, 2.2 Quoting and 2.6 Word Expansions.
/// </summary>
internal sealed class ShellText
{
    private readonly string path;
    private readonly string text;
    private readonly int skipped;
    private int at;
    private int line = 1;

    public ShellText(DaemonFile file)
    {
        path = file.Path;
        text = file.Text.TrimStart('\uFEFF');
        skipped = file.Text.Length - text.Length;
    }

    /// <summary>Where it is, in characters from the beginning of the file.</summary>
    public int At => skipped + at;

    public DaemonSource Here => new(path, line);

    public bool IsOver => at == text.Length;

    /// <summary>Whether the simple command ends here.</summary>
    public bool EndsCommand => IsOver || Peek() is '\n' or ';' or '&' or '|' or '(' or ')';

    public bool EndsWord => EndsCommand || char.IsWhiteSpace(Peek());

    public char Peek(int ahead = 0) => at + ahead < text.Length ? text[at + ahead] : '\0';

    public char Next()
    {
        var c = text[at++];
        if (c == '\n') line++;
        return c;
    }

    /// <summary>Reads a name; empty if none stands here.</summary>
    public string Name()
    {
        var start = at;
        if (char.IsAsciiLetter(Peek()) || Peek() == '_')
            while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_') at++;
        return text[start..at];
    }

    public void SkipBlanks()
    {
        while (!IsOver)
        {
            if (Peek() is ' ' or '\t' or '\r') at++;
            else if (Peek() == '\\' && Peek(1) == '\n') (_, _) = (Next(), Next());
            else if (Peek() == '#') while (!IsOver && Peek() != '\n') at++;
            else break;
        }
    }

    /// <summary>Reads on in a word: a quoted part, an expansion or a character.</summary>
    /// <exception cref="FormatException">It is not closed.</exception>
    public void Piece(ShellWord word)
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

    private TextPlace Place(char quote) => new(Here, At, At + 1) { Quote = quote };

    private char Inside(string complaint) => !IsOver ? Next() : throw new FormatException(complaint);

    private void Literal(ShellWord word, char quote, string complaint)
    {
        var place = Place(quote);
        word.Text.Add(Inside(complaint), place);
    }

    private void Escape(ShellWord word, char quote)
    {
        Next();
        if (IsOver) return;
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
}
