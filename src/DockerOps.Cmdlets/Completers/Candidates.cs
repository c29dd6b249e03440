using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Makes completions of the names that begin like the word being typed, quoted where the shell needs it.</summary>
internal static class Candidates
{
    public static IEnumerable<CompletionResult> Matching(string? word, IEnumerable<string> names)
    {
        var typed = (word ?? "").Trim('\'', '"');
        return names
            .Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .Select(name => new CompletionResult(Quote(name), name, CompletionResultType.ParameterValue, name));
    }

    private static string Quote(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/' or '\\')
            ? name
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'";
}
