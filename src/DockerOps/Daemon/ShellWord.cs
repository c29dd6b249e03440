namespace DockerOps.Daemon;

/// <summary>A value that a shell would put together, and what of it is known without a shell. A variable's first value is taken to go on from nothing.</summary>
internal sealed class ShellWord(IReadOnlyDictionary<string, PlacedText> known, string? self, FillingRoom room)
{
    public PlacedText Text { get; } = new();

    /// <summary>The variables that were filled in.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>The first expansion that is not known.</summary>
    public string? Unknown { get; private set; }

    /// <summary>Puts in what <c>$NAME</c>, <c>${NAME}</c> or <c>${NAME:-word}</c> stands for.</summary>
    public void Fill(string expansion, DaemonSource place)
    {
        var inner = expansion.StartsWith("${", StringComparison.Ordinal) ? expansion[2..^1] : expansion[1..];
        var name = new string([.. inner.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_')]);
        var rest = inner[name.Length..];
        if (name.Length == 0 || expansion[0] == '`' || rest is not ("" or [':', '-', ..] or ['-', ..]))
        {
            Unknown ??= expansion;
            return;
        }

        Used.Add(name);
        var set = known.TryGetValue(name, out var value);
        if (set && (value!.Length > 0 || rest.Length == 0))
        {
            if (room.Take(value.Length)) Text.Add(value);
            else Unknown ??= expansion;
        }
        else if (!set && rest.Length == 0 && name != self) Unknown ??= expansion;
        else foreach (var c in rest.TrimStart(':').Skip(1)) Text.Add(c, place);
    }
}
