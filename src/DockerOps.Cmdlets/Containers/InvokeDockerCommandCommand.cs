using System.Collections;
using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsLifecycle.Invoke, "DockerCommand", SupportsShouldProcess = true)]
[OutputType(typeof(CommandResult))]
public sealed class InvokeDockerCommandCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [FromObject]
    public string[] Container { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromRemainingArguments = true)]
    [CommandWords(typeof(InvokeDockerCommandCommand))]
    [AllowEmptyString]
    public string[] Command { get; set; } = [];

    [Parameter]
    [KeyValues]
    public IDictionary? Environment { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    [Parameter]
    public SwitchParameter Privileged { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? Timeout { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var container in Container) AttemptPiped(nameof(Container), container, Command, () => RunIn(container));
    }

    private void RunIn(string container)
    {
        var options = new ExecOptions
        {
            Command = Command,
            Environment = KeyValuesAttribute.Read(Environment),
            User = User,
            WorkingDirectory = WorkingDirectory,
            Privileged = Privileged,
        };
        if (ShouldRun(EffectiveHost, ExecRequests.Plan(container, options)))
            WriteObject(Wait(stop => ContainerExec.RunAsync(Engine, container, options, Timeout, stop)));
    }
}
