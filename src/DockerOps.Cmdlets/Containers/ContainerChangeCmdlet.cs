using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Containers;
using DockerOps.Engine;

namespace DockerOps.Cmdlets.Containers;

/// <summary>A cmdlet that makes one call about each container it is given.</summary>
public abstract class ContainerChangeCmdlet : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Container", "Id")]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [FromObject]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected abstract EngineRequest Request(string name);

    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            Attempt(name, () =>
            {
                if (Changed(name) && PassThru) WriteObject(Wait(stop => ContainerList.FindAsync(Engine, name, stop)));
            });
        }
    }

    private bool Changed(string name)
    {
        try
        {
            return Run(Request(name));
        }
        catch (DockerOpsException e)
        {
            throw UnstartedProgram.Explain(e, name);
        }
    }
}
