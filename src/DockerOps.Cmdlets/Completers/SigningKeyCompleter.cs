using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the addresses of this user's secret keys, if gpg answers at once.</summary>
public sealed class SigningKeyCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(400);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            return Candidates.Matching(wordToComplete, Task.Run(() => SigningKeys.ListAsync(limit.Token)).WaitAsync(Limit).GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is DockerOpsException or OperationCanceledException or TimeoutException)
        {
            return [];
        }
    }
}
