using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Installation;

namespace DockerOps.Cmdlets.Completers;

/// <summary>
/// Offers the versions of engines that the repositories of the host being typed have, newest first, as far as the host knows
/// without asking them. Package managers think longer than engines.
/// </summary>
public sealed class EngineVersionCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        QuickLook.At(
            fakeBoundParameters,
            async (session, stop) => Candidates.Matching(wordToComplete, await OfferedVersions.ReadAsync(session, fakeBoundParameters["Repository"] as string, stop).ConfigureAwait(false)),
            Limit);
}
