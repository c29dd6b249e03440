using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsCommon.Get, "DockerImage")]
[OutputType(typeof(Image))]
public sealed class GetDockerImageCommand : DockerHostCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Image", "Id")]
    [NotAHost]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [NameFilter]
    [FromObject]
    public string[]? Name { get; set; }

    [Parameter]
    public string[] Label { get; set; } = [];

    [Parameter]
    public SwitchParameter Dangling { get; set; }

    protected override void ProcessRecord() => Attempt(DockerHost, () =>
    {
        bool? dangling = MyInvocation.BoundParameters.ContainsKey(nameof(Dangling)) ? Dangling.IsPresent : null;
        var images = Wait(stop => ImageList.ReadAsync(Engine, Label, dangling, stop));
        if (Name is null)
        {
            WriteObject(images, enumerateCollection: true);
            return;
        }

        foreach (var name in Name) WriteMatching(images, name);
    });

    private void WriteMatching(IReadOnlyList<Image> images, string name)
    {
        var pattern = new WildcardPattern(name, WildcardOptions.None);
        var found = images.Where(image => ImageList.Matches(image, name, pattern.IsMatch)).ToList();
        WriteObject(found, enumerateCollection: true);
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            WriteError(ErrorRecords.From(new DockerOpsException(FailureKind.NotFound, $"'{EffectiveHost}' has no image '{name}'.", name), name));
    }
}
