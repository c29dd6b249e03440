using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Volumes;

namespace DockerOps.Cmdlets.Volumes;

[Cmdlet(VerbsCommon.Remove, "DockerVolume", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveDockerVolumeCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Volume", "Id")]
    [ArgumentCompleter(typeof(VolumeNameCompleter))]
    [FromObject]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            Attempt(name, () =>
            {
                Wait(stop => VolumeChanges.FindUnusedAsync(Engine, name, stop));
                Run(VolumeRequests.Remove(name, Force));
            });
        }
    }
}
