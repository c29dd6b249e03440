using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Volumes;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the names of the volumes on the host being typed, if it answers at once.</summary>
public sealed class VolumeNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        QuickLook.At(fakeBoundParameters, async (session, stop) =>
        {
            var volumes = await VolumeList.ReadAsync(session.Engine, [], [], dangling: null, measure: false, stop).ConfigureAwait(false);
            return Candidates.Matching(wordToComplete, volumes.Select(volume => volume.Name));
        });
}
