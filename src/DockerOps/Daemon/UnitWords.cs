using System.Text;

namespace DockerOps.Daemon;

/// <summary>Takes a systemd line apart into words (systemd.syntax(7), Quoting; systemd.service(5), Command Lines).</summary>
internal static class UnitWords
{
    // What variables may add to a command in all; a program takes no more (execve(2), limits on arguments).
    private const int MostFilled = 1 << 18;

    /// <summary>The words of a line. Quotes may stand inside a word too; a backslash names a character.</summary>
    /// <param name="line">The line.</param>
    /// <param name="closed">Whether every quote is closed.</param>
    public static IReadOnlyList<PlacedText> Split(PlacedText line, out bool closed)
    {
        var words = new List<PlacedText>();
        PlacedText? word = null;
        var (quote, begun) = ('\0', 0);
        void End(int at)
        {
            if (word is null) return;
            word.Whole = line.Part(begun, at).Whole;
            words.Add(word);
            word = null;
        }

        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                End(at);
                continue;
            }

            if (word is null) (word, begun) = (new(), at);
            if (c == '\\' && at + 1 < line.Length) word.Add(Escaped(line[++at]), Escaped(line, at, quote));
            else if (quote == '\0' && c is '"' or '\'') quote = c;
            else if (quote == c && quote != '\0') quote = '\0';
            else word.Add(c, line.At(at) with { Quote = quote });
        }

        End(line.Length);
        closed = quote == '\0';
        return words;
    }

    /// <summary>The value of an environment file's line: spaces need no quotes there.</summary>
    public static PlacedText Unquote(PlacedText line, out bool closed)
    {
        var value = new PlacedText();
        var quote = '\0';
        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            if (c == '\\' && quote != '\'' && at + 1 < line.Length) value.Add(line[++at], Escaped(line, at, quote));
            else if (quote == '\0' && c is '"' or '\'') quote = c;
            else if (quote == c && quote != '\0') quote = '\0';
            else value.Add(c, line.At(at) with { Quote = quote });
        }

        closed = quote == '\0';
        return value;
    }

    /// <summary>
    /// The words of a command after its variables are put in: <c>$NAME</c> as a word of its own becomes as many words as its value has,
    /// <c>${NAME}</c> stays inside its word, <c>$$</c> is a dollar.
    /// </summary>
    public static IReadOnlyList<PlacedWord> Command(PlacedText line, IReadOnlyDictionary<string, Assignment> environment, out bool closed)
    {
        var words = new List<PlacedWord>();
        var plain = false;
        var room = new FillingRoom(MostFilled);
        foreach (var word in Split(line, out closed))
        {
            var text = word.ToString();
            if (words.Count == 0)
            {
                var name = text.TrimStart('-', '@', ':', '+', '!');
                plain = text[..^name.Length].Contains(':', StringComparison.Ordinal);
                words.Add(new(name, word.PlaceOf(0)));
            }
            else if (text == ";")
            {
                break;
            }
            else if (!plain && text.Length > 1 && text[0] == '$' && text[1] is not ('{' or '$'))
            {
                if (environment.TryGetValue(text[1..], out var value) && room.Take(value.Value.Length))
                    words.AddRange(Split(value.Value, out _).Where(w => w.Length > 0).Select(w => new PlacedWord(w.ToString(), w.PlaceOf(0), value.Name) { Raw = w }));
            }
            else
            {
                var source = word.Length > 0 ? word.PlaceOf(0) : line.PlaceOf(0);
                var filled = plain ? text : Fill(text, environment, room);
                words.Add(new(filled, source) { Raw = filled == text ? word : null });
            }
        }

        return words;
    }

    private static string Fill(string text, IReadOnlyDictionary<string, Assignment> environment, FillingRoom room)
    {
        text = text.Replace("%%", "%", StringComparison.Ordinal);
        var (filled, from) = (new StringBuilder(), 0);
        for (var at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 1, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', at);
            if (end < 0) break;
            if (at > 0 && text[at - 1] == '$') continue;
            filled.Append(text, from, at - from);
            if (environment.TryGetValue(text[(at + 2)..end], out var found) && room.Take(found.Value.Length)) filled.Append(found.Value);
            from = end + 1;
            at = end;
        }

        return filled.Append(text, from, text.Length - from).Replace("$$", "$").ToString();
    }

    private static TextPlace Escaped(PlacedText line, int at, char quote) => line.At(at) with { Start = line.At(at - 1).Start, Quote = quote };

    private static char Escaped(char c) => c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 's' => ' ', _ => c };
}
