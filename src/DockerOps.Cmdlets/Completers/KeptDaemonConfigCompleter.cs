using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Daemon;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the versions of the configuration that are kept on the host being typed, newest first, if it answers at once.</summary>
public sealed class KeptDaemonConfigCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        QuickLook.At(fakeBoundParameters, async (session, stop) =>
            Candidates.Matching(wordToComplete, (await DaemonConfigRestoration.ListAsync(session, stop).ConfigureAwait(false)).Select(kept => kept.Id)));
}
