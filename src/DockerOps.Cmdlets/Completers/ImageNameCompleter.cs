using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the names of the images on the host being typed, if it answers at once.</summary>
public sealed class ImageNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        QuickLook.At(fakeBoundParameters, async (session, stop) =>
        {
            var images = await ImageList.ReadAsync(session.Engine, [], dangling: false, stop).ConfigureAwait(false);
            return Candidates.Matching(wordToComplete, images.Select(image => image.Name));
        });
}
