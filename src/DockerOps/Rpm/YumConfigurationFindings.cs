namespace DockerOps;

/// <summary>Looks a configuration through for what its author did not mean.</summary>
internal static class YumConfigurationFindings
{
    private static readonly string[] TruthOptions = ["enabled", "gpgcheck", "repo_gpgcheck", "enablegroups", "skip_if_unavailable"];

    public static IReadOnlyList<YumFinding> Of(YumConfiguration document, IReadOnlyList<YumConfigurationLine> lines)
    {
        var found = new List<YumFinding>();
        var headers = new Dictionary<string, int>(StringComparer.Ordinal);
        var options = new HashSet<(string, string)>();
        foreach (var line in lines)
        {
            if (line.IsHeader && !headers.TryAdd(line.Section!, line.Number))
                found.Add(new(line.Number, line.Section, null, true, $"[{line.Section}] is there already, at line {headers[line.Section!]}; the two would be mixed."));
            if (line.Option is null) continue;
            if (!options.Add((line.Section!, line.Option.ToLowerInvariant())))
                found.Add(new(line.Number, line.Section, line.Option, false, $"{line.Option} is set a second time in [{line.Section}]; the last one counts."));
            LookAtOption(line, found);
        }

        foreach (var repository in document.Repositories)
        {
            foreach (var finding in repository.Check()) found.Add(finding with { Line = LineOf(finding, lines, headers) });
        }

        return [.. found.OrderBy(finding => finding.Line)];
    }

    private static void LookAtOption(YumConfigurationLine line, List<YumFinding> found)
    {
        void Warn(string message) => found.Add(new(line.Number, line.Section, line.Option, false, message));
        if (line.Text[..line.ValueStart].Contains(':', StringComparison.Ordinal)) Warn($"{line.Option} is followed by ':', which dnf does not read; use '='.");
        if (line.Value.Split('\n').Skip(1).Any(more => more.StartsWith('#') || more.StartsWith(';')))
            Warn($"a comment that begins with a space belongs to the value of {line.Option}; begin it at the start of a line.");
        if (TruthOptions.Contains(line.Option, StringComparer.OrdinalIgnoreCase) && YumRepositoryOptions.Truth(line.Value) is null)
            found.Add(new(line.Number, line.Section, line.Option, true, $"'{line.Value}' is no value for {line.Option}: use 0 or 1."));
        if (line.Option is "cost" or "priority" && YumRepositoryOptions.Number(line.Value) is null)
            found.Add(new(line.Number, line.Section, line.Option, true, $"'{line.Value}' is no value for {line.Option}: use a whole number."));
    }

    private static int LineOf(YumFinding finding, IReadOnlyList<YumConfigurationLine> lines, Dictionary<string, int> headers) =>
        finding.Option is { } option && lines.LastOrDefault(line => line.Is(finding.Section!, option)) is { } line
            ? line.Number
            : headers[finding.Section!];
}
