using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the hosts that are open.</summary>
public sealed class OpenHostCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Matching(wordToComplete, OpenHosts.Sessions.Open.Select(session => session.Host.Address));
}
