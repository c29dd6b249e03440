using System.Text.RegularExpressions;

namespace DockerOps.Help;

/// <summary>The two things the build needs to know of the module's manifest, which only PowerShell can read whole.</summary>
internal static partial class Manifest
{
    /// <summary>Reports every difference between the manifest and what was built.</summary>
    public static void Check(string file, string text, IReadOnlyList<Cmdlet> cmdlets, string version, List<Problem> problems)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(line => Comment().Replace(line, "$1")).ToArray();
        var written = Array.FindIndex(lines, line => ModuleVersion().IsMatch(line));
        if (written < 0 || ModuleVersion().Match(lines[written]).Groups[1].Value != version)
            problems.Add(new(file, Math.Max(written, 0) + 1, $"ModuleVersion must be '{version}', the version that is built"));

        var begin = Array.FindIndex(lines, line => CmdletsToExport().IsMatch(line));
        var end = begin < 0 ? -1 : Array.FindIndex(lines, begin, line => line.TrimEnd().EndsWith(')'));
        if (end < 0)
        {
            problems.Add(new(file, 1, "CmdletsToExport = @( … ) is missing"));
            return;
        }

        var listed = Enumerable.Range(begin, end - begin + 1)
            .SelectMany(i => Quoted().Matches(lines[i]).Select(match => (Name: match.Groups[1].Value, Line: i + 1))).ToList();
        foreach (var (name, line) in listed.Where(entry => cmdlets.All(cmdlet => cmdlet.Name != entry.Name)))
            problems.Add(new(file, line, $"CmdletsToExport lists {name}, which the assembly does not have"));
        foreach (var (name, line) in listed.GroupBy(entry => entry.Name).SelectMany(same => same.Skip(1)))
            problems.Add(new(file, line, $"CmdletsToExport lists {name} a second time"));
        foreach (var cmdlet in cmdlets.Where(cmdlet => listed.All(entry => entry.Name != cmdlet.Name)))
            problems.Add(new(file, begin + 1, $"CmdletsToExport does not list {cmdlet.Name}"));
    }

    [GeneratedRegex(@"^((?:[^'#]|'[^']*')*)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*ModuleVersion\s*=\s*'([^']*)'")]
    private static partial Regex ModuleVersion();

    [GeneratedRegex(@"^\s*CmdletsToExport\s*=\s*@\(")]
    private static partial Regex CmdletsToExport();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
