using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Volumes;

namespace DockerOps.Cmdlets.Volumes;

[Cmdlet(VerbsCommon.Get, "DockerVolume")]
[OutputType(typeof(Volume))]
public sealed class GetDockerVolumeCommand : DockerHostCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Volume", "Id")]
    [NotAHost]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(VolumeNameCompleter))]
    [NameFilter]
    [FromObject]
    public string[]? Name { get; set; }

    [Parameter]
    public string[] Label { get; set; } = [];

    [Parameter]
    public string[] Driver { get; set; } = [];

    [Parameter]
    public SwitchParameter Dangling { get; set; }

    [Parameter]
    public SwitchParameter Size { get; set; }

    protected override void ProcessRecord() => Attempt(DockerHost, () =>
    {
        bool? dangling = MyInvocation.BoundParameters.ContainsKey(nameof(Dangling)) ? Dangling.IsPresent : null;
        var volumes = Wait(stop => VolumeList.ReadAsync(Engine, Label, Driver, dangling, Size, stop));
        if (Name is null)
        {
            WriteObject(volumes, enumerateCollection: true);
            return;
        }

        foreach (var name in Name) WriteMatching(volumes, name);
    });

    private void WriteMatching(IReadOnlyList<Volume> volumes, string name)
    {
        var pattern = new WildcardPattern(name, WildcardOptions.None);
        var found = volumes.Where(volume => pattern.IsMatch(volume.Name)).ToList();
        WriteObject(found, enumerateCollection: true);
        if (found.Count > 0 || WildcardPattern.ContainsWildcardCharacters(name)) return;
        var asWanted = Label.Length > 0 || Driver.Length > 0 || MyInvocation.BoundParameters.ContainsKey(nameof(Dangling)) ? " that is as asked for" : "";
        WriteError(ErrorRecords.From(new DockerOpsException(FailureKind.NotFound, $"'{EffectiveHost}' has no volume '{name}'{asWanted}.", name), name));
    }
}
