using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Daemon;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the names of the daemon's options.</summary>
public sealed class DaemonOptionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Matching(wordToComplete, DaemonOptions.All.Select(option => option.Name));
}
