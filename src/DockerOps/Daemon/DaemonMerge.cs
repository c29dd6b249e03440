namespace DockerOps.Daemon;

/// <summary>Brings the engine's arguments in a file of variables together, a step at a time.</summary>
internal static class DaemonMerge
{
    /// <summary>One step.</summary>
    /// <param name="target">The configuration.</param>
    /// <param name="file">The file.</param>
    /// <returns>The file's next text; null when there is nothing left to do.</returns>
    /// <exception cref="DockerOpsException">Unsupported: what is to be moved only a shell could work out.</exception>
    public static string? Step(DaemonTarget target, DaemonFile file)
    {
        var items = target.Read(file).Items;
        foreach (var group in items.Where(a => VariableFiles.HoldsArguments(a.Name) && target.Uses(a.Name, file)).GroupBy(a => a.Name))
        {
            // The last one counts; what stands before it is put in front of what it holds.
            if (group.Count() > 1 && !group.Last().Extends && group.First() is { Place: { } place } first)
                return VariableText.Remove(PutFirst(file.Text, group.Last(), Words(first, target, group.Skip(1))), place);
        }

        if (items.LastOrDefault(a => VariableFiles.HoldsArguments(a.Name) && !target.Uses(a.Name, file) && a.Place is not null) is not { } unread) return null;
        var name = target.ArgumentsVariable(file);
        var read = items.LastOrDefault(a => a.Name == name && a.Written is not null);
        var start = unread.Whole!.Value.Start;
        if (read is null) return new TextSpan(start, start + unread.Name.Length).Replace(file.Text, name);
        var words = Words(unread, target, [read]);
        var text = words.Length == 0 ? file.Text : VariableText.Append(file.Text, read, words, shell: !target.Config.IsSystemd);
        var moved = target.Read(file with { Text = text }).Items.Last(a => a.Name == unread.Name && a.Place is not null);
        return VariableText.Remove(text, moved.Place!);
    }

    // Flags of single values that a later line sets again would only be overridden.
    private static string Words(Assignment from, DaemonTarget target, IEnumerable<Assignment> later)
    {
        if (from.Unknown is not null || from.Value.ToString().AsSpan().ContainsAny('"', '\'', '\\'))
            throw new DockerOpsException(FailureKind.Unsupported, $"{from.Name} at {from.Source} holds what only a shell could work out; merge it by hand.", from.Name);
        var set = later.SelectMany(a => Flags(a)).Where(s => s.Option is { IsMany: false }).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var text = target.Config.Files.First(f => f.Path == from.Source.Path).Text;
        var flags = Flags(from);
        if (flags.Count == 0 || flags.Any(s => s.Place is null)) return from.Value.ToString().Trim();
        return string.Join(' ', flags.Where(s => !set.Contains(s.Name)).Select(s => text[s.Place!.Whole.Start..s.Place.Whole.End]));
    }

    private static IReadOnlyList<DaemonSetting> Flags(Assignment variable) => DaemonFlags.Read([.. variable.Value.Fields()], out _);

    private static string PutFirst(string text, Assignment variable, string words)
    {
        if (words.Length == 0) return text;
        var written = variable.Written!.Value;
        var quoted = written.End > written.Start && text[written.Start] is '"' or '\'';
        var at = written.Start + 1;
        return quoted
            ? new TextSpan(at, at).Replace(text, variable.Value.Length > 0 ? words + " " : words)
            : VariableText.Set(text, written, $"{words} {variable.Value}".TrimEnd());
    }
}
