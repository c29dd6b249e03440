using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsCommon.Get, "DockerContainer")]
[OutputType(typeof(Container))]
public sealed class GetDockerContainerCommand : DockerHostCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Container", "Id")]
    [NotAHost]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [NameFilter]
    [FromObject]
    public string[]? Name { get; set; }

    [Parameter]
    public string[] Label { get; set; } = [];

    [Parameter]
    [ValidateNotNull]
    public ContainerState[]? State { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[] Image { get; set; } = [];

    protected override void ProcessRecord() => Attempt(DockerHost, () =>
    {
        var containers = Wait(stop => ContainerList.ReadAsync(Engine, Label, Image, stop));
        var wanted = containers.Where(container => State is null || State.Contains(container.State)).ToList();
        if (Name is null)
        {
            WriteObject(wanted, enumerateCollection: true);
            return;
        }

        foreach (var name in Name) WriteMatching(wanted, name);
    });

    private void WriteMatching(IReadOnlyList<Container> containers, string name)
    {
        var pattern = new WildcardPattern(name, WildcardOptions.None);
        var found = containers.Where(container => ContainerList.Matches(container, name, pattern.IsMatch)).ToList();
        WriteObject(found, enumerateCollection: true);
        if (found.Count > 0 || WildcardPattern.ContainsWildcardCharacters(name)) return;
        var asWanted = Label.Length > 0 || Image.Length > 0 || State is not null ? " that is as asked for" : "";
        WriteError(ErrorRecords.From(new DockerOpsException(FailureKind.NotFound, $"'{EffectiveHost}' has no container '{name}'{asWanted}.", name), name));
    }
}
