namespace DockerOps.Daemon;

/// <summary>
/// Reads units and the files their EnvironmentFile= names. Sources: systemd.syntax(7) (comments, continued lines, quoting),
/// systemd.service(5) (command lines), systemd.exec(5) (EnvironmentFile=: no exports, nothing is filled in).
/// </summary>
internal static class UnitReader
{
    public static IReadOnlyList<UnitEntry> Read(DaemonFile file)
    {
        var entries = new List<UnitEntry>();
        var section = "";
        foreach (var (line, source) in Lines(file))
        {
            var text = line.ToString();
            if (text.StartsWith('['))
            {
                section = text.Trim('[', ']');
                continue;
            }

            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) entries.Add(new(section, text[..equals].Trim(), Part(line, equals + 1), source));
        }

        return entries;
    }

    /// <summary>The assignments of an environment file; later ones replace earlier ones.</summary>
    public static AssignmentList ReadEnvironment(DaemonFile file)
    {
        var items = new List<Assignment>();
        ConfigFinding? problem = null;
        foreach (var (line, source) in Lines(file))
        {
            var text = line.ToString();
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) continue;
            var value = UnitWords.Unquote(Part(line, equals + 1), out var closed);
            if (!closed) problem ??= Unclosed(source);
            var part = Part(line, equals + 1);
            var end = line.At(line.Length - 1).End;
            items.Add(new(text[..equals].Trim(), value, source)
            {
                Exported = true,
                Written = part.Whole ?? new(end, end),
                Whole = new(line.At(0).Start, end),
            });
        }

        return new(items, problem);
    }

    public static ConfigFinding Unclosed(DaemonSource source) => new()
    {
        Severity = ConfigSeverity.Error,
        Id = ConfigFindingId.InvalidSyntax,
        Source = source,
        Message = $"A quote that opens in {source} is not closed. Close it; systemd ignores the line.",
    };

    // Lines that are no comment, continued ones joined by a space; comments between continued lines are left out.
    private static IEnumerable<(PlacedText Line, DaemonSource Source)> Lines(DaemonFile file)
    {
        var number = 0;
        var next = file.Text.Length - file.Text.TrimStart('\uFEFF').Length;
        var open = new PlacedText();
        DaemonSource? begun = null;
        foreach (var raw in file.Text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            var at = next + raw.Length - raw.TrimStart().Length;
            next += raw.Length + 1;
            var line = raw.Trim();
            if (line.StartsWith('#') || line.StartsWith(';') || (line.Length == 0 && begun is null)) continue;
            var place = new DaemonSource(file.Path, number);
            begun ??= place;
            var continued = line.EndsWith('\\');
            foreach (var c in continued ? line[..^1] : line) open.Add(c, new TextPlace(place, at, ++at));
            if (continued)
            {
                open.Add(' ', new TextPlace(place, at, next));
                continue;
            }

            yield return (open, begun);
            open = new();
            begun = null;
        }

        if (begun is not null) yield return (open, begun);
    }

    private static PlacedText Part(PlacedText line, int start)
    {
        while (start < line.Length && char.IsWhiteSpace(line[start])) start++;
        return line.Part(start, line.Length);
    }
}
