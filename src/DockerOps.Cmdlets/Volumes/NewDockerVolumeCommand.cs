using System.Collections;
using System.Management.Automation;
using DockerOps.Volumes;

namespace DockerOps.Cmdlets.Volumes;

[Cmdlet(VerbsCommon.New, "DockerVolume", SupportsShouldProcess = true)]
[OutputType(typeof(Volume))]
public sealed class NewDockerVolumeCommand : DockerHostCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Volume", "Id")]
    [NotAHost]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Driver { get; set; }

    [Parameter]
    [KeyValues]
    public IDictionary? DriverOption { get; set; }

    [Parameter]
    [KeyValues]
    public IDictionary? Label { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name ?? [null!]) Attempt(name, () => Create(name));
    }

    private void Create(string? name)
    {
        var engine = Engine;
        var request = VolumeRequests.Create(name, Driver, KeyValuesAttribute.Read(DriverOption), KeyValuesAttribute.Read(Label));
        if (name is not null) Wait(stop => VolumeChanges.CheckFreeAsync(engine, name, stop));
        if (!ShouldRun(engine.Host, request)) return;
        var made = Wait(stop => VolumeChanges.CreateAsync(engine, request, stop));
        WriteObject(Wait(stop => VolumeList.FindAsync(engine, made, stop)));
    }
}
