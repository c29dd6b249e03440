using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsLifecycle.Wait, "DockerContainer")]
[OutputType(typeof(Container))]
public sealed class WaitDockerContainerCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Container", "Id")]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [FromObject]
    public string[] Name { get; set; } = [];

    [Parameter]
    [Duration]
    public TimeSpan? Timeout { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name)
            Attempt(name, () => Relay<Container>(stop => ContainerWait.RunAsync(Engine, name, Timeout, stop), WriteObject));
    }
}
