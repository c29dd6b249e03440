using System.Management.Automation;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsLifecycle.Invoke, "DockerContainer", SupportsShouldProcess = true)]
[OutputType(typeof(CommandResult))]
public sealed class InvokeDockerContainerCommand : ContainerSpecCmdlet
{
    [Parameter]
    [Duration]
    public TimeSpan? Timeout { get; set; }

    [Parameter]
    public SwitchParameter Keep { get; set; }

    protected override void ProcessRecord() => AttemptPiped(nameof(Image), Image, Command, () =>
    {
        var spec = Spec();
        if (ShouldRun(EffectiveHost, RunPlan.For(spec, Keep).Steps))
            Relay<CommandResult>(stop => ContainerRun.RunAsync(Engine, spec, Keep, Timeout, stop), WriteObject);
    });
}
