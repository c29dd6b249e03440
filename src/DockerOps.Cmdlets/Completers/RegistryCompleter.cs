using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the registries that the user has a login to, or that images on the host being typed are of, if it answers at once.</summary>
public sealed class RegistryCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var ofImages = QuickLook.At(fakeBoundParameters, async (session, stop) =>
        {
            var images = await ImageList.ReadAsync(session.Engine, [], dangling: false, stop).ConfigureAwait(false);
            return Candidates.Matching(wordToComplete, images.Where(image => !image.IsDangling).Select(image => ImageReference.Parse(image.Name).Registry));
        });
        return Candidates.Matching(wordToComplete, ImageRegistry.WithLogin())
            .Concat(ofImages.Where(registry => registry.ListItemText != "docker.io"))
            .DistinctBy(registry => registry.ListItemText);
    }
}
