using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerOps.Cmdlets;

/// <summary>
/// The words of a command as they stand on the line. The shell takes the beginning of a parameter's name there for the parameter, in
/// any case of letters, and so takes '-k' out of 'sort -k 2' and '-name' out of 'find / -name x'.
/// </summary>
internal static class GatheredWords
{
    /// <summary>Why the line is refused: what stands after the first word and is not written as the help has it. Null if there is none.</summary>
    /// <param name="call">The call. Only the first line of it is known, and none where a program made it.</param>
    /// <param name="words">The command that the shell has bound.</param>
    public static (string Word, string Reason)? Refusal(InvocationInfo call, IReadOnlyList<string> words)
    {
        if (call.OffsetInLine < 1 || words.Count == 0) return null;
        var typed = Parser.ParseInput(call.Line[(call.OffsetInLine - 1)..], out _, out _);
        if (typed.Find(part => part is CommandAst, searchNestedScriptBlocks: false) is not CommandAst { CommandElements: var parts }) return null;
        var first = 1;
        while (first < parts.Count && !(parts[first] is ConstantExpressionAst { Value: var value } && LanguagePrimitives.ConvertTo<string>(value) == words[0])) first++;
        // Named, it is a list, and all of it.
        if (parts.Take(first).OfType<CommandParameterAst>().Any(part => "Command".StartsWith(part.ParameterName, StringComparison.OrdinalIgnoreCase))) return null;
        foreach (var part in parts.Skip(first).OfType<CommandParameterAst>())
        {
            if (Taken(call.MyCommand.Parameters.Values, part.ParameterName) is not { } taken) continue;
            var word = "-" + part.ParameterName;
            return (word, $"'{word}' stands among the words of a command and would be -{taken}; nothing was run. If that is meant, write -{taken}; if it belongs to the command, give a list: -Command {words[0]}, '{word}', …");
        }

        return null;
    }

    private static string? Taken(ICollection<ParameterMetadata> parameters, string name) =>
        parameters.Any(parameter => parameter.Name == name) ? null
            : parameters.FirstOrDefault(parameter => parameter.Aliases.Prepend(parameter.Name).Any(known => known.StartsWith(name, StringComparison.OrdinalIgnoreCase)))?.Name;
}
