using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the ids of the yum repositories on the host being typed, if it answers at once.</summary>
public sealed class YumRepositoryIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        QuickLook.At(fakeBoundParameters, async (session, stop) =>
        {
            var list = await YumRepositoryList.ReadAsync(session.Shell, stop).ConfigureAwait(false);
            return Candidates.Matching(wordToComplete, list.Repositories.Select(repository => repository.Id));
        });
}
