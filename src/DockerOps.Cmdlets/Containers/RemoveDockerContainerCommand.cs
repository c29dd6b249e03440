using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsCommon.Remove, "DockerContainer", SupportsShouldProcess = true)]
public sealed class RemoveDockerContainerCommand : DockerHostCmdlet
{
    private bool yesToAll;
    private bool noToAll;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Container", "Id")]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [FromObject]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter RemoveVolumes { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            Attempt(name, () =>
            {
                var request = ContainerRequests.Remove(name, Force, RemoveVolumes);
                if (ShouldRun(EffectiveHost, request) && MayLoseVolumes(name)) Wait(stop => Engine.RunAsync(request, stop));
            });
        }
    }

    // Only the volumes hold data that is meant to stay, and an attribute cannot tell with them from without.
    private bool MayLoseVolumes(string name) =>
        !RemoveVolumes
        || MyInvocation.BoundParameters.ContainsKey("Confirm")
        || GetVariableValue("ConfirmPreference") is ConfirmImpact.None
        || ShouldContinue(
            $"The data in the unnamed volumes of '{name}' on {EffectiveHost} will be lost. Remove them?", "Remove volumes", ref yesToAll, ref noToAll);
}
