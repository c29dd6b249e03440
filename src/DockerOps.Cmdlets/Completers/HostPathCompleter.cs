using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Hosts;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the files and folders of the host being typed, if it answers at once. Only whole paths: a host has no current folder.</summary>
public sealed class HostPathCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (!IsOnHost(parameterName, fakeBoundParameters)) return Here(wordToComplete);
        var typed = (wordToComplete ?? "").Trim('\'', '"');
        if (typed.Length > 0 && typed[0] != '/') return [];
        var folder = typed[..(typed.LastIndexOf('/') + 1)] is { Length: > 0 } begun ? begun : "/";
        return QuickLook.At(fakeBoundParameters, async (session, stop) =>
        {
            var names = await HostFolder.ListAsync(session.Shell, folder, stop).ConfigureAwait(false);
            return Candidates.Matching(typed, names.Select(name => folder + name));
        });
    }

    // Which end of a copy it is.
    private static bool IsOnHost(string parameter, IDictionary bound) => parameter switch
    {
        "Path" => bound.Contains("FromHost"),
        "Destination" => !bound.Contains("FromHost"),
        _ => true,
    };

    private static IEnumerable<CompletionResult> Here(string? word) => CompletionCompleters.CompleteFilename(word ?? "");
}
