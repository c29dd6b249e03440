using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the names of the networks on the host being typed, if it answers at once.</summary>
public sealed class NetworkNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        QuickLook.At(fakeBoundParameters, async (session, stop) =>
            Candidates.Matching(wordToComplete, await NetworkNames.ReadAsync(session.Engine, stop).ConfigureAwait(false)));
}
