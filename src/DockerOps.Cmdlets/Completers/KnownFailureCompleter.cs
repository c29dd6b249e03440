using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Upgrade;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the ids of the failures that this module knows.</summary>
public sealed class KnownFailureCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Matching(wordToComplete, KnownFailures.BuiltIn.Select(failure => failure.Id));
}
