using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsCommon.Copy, "DockerItem", SupportsShouldProcess = true, DefaultParameterSetName = Into)]
[OutputType(typeof(CopiedItem))]
public sealed class CopyDockerItemCommand : DockerHostCmdlet
{
    private const string Into = "IntoContainer";
    private const string IntoLiteral = "IntoContainerLiteral";
    private const string From = "FromContainer";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = Into, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = From, ValueFromPipeline = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = IntoLiteral, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [FromObject]
    public string Container { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = From)]
    public SwitchParameter FromContainer { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var literal = ParameterSetName == IntoLiteral;
        foreach (var path in literal ? LiteralPath : Path)
        {
            if (FromContainer)
            {
                Attempt(path, () => Take(path));
                continue;
            }

            Attempt(path, () =>
            {
                foreach (var item in this.Existing(path, literal)) Attempt(path, () => Send(item, MeansContent(path)));
            });
        }
    }

    private static bool MeansContent(string path) => path == "." || path.EndsWith("/.", StringComparison.Ordinal) || path.EndsWith(@"\.", StringComparison.Ordinal);

    private void Send(string source, bool content)
    {
        var engine = Engine;
        var plan = Wait(stop => CopyInto.PlanAsync(engine, Container, source, content, Destination, Force, stop));
        if (ShouldRun(engine.Host, [plan.Request])) Relay<CopiedItem>(stop => CopyInto.RunAsync(engine, plan, stop), Write);
    }

    private void Take(string source)
    {
        var engine = Engine;
        var plan = Wait(stop => CopyFrom.PlanAsync(
            engine, Container, source, this.Full(Destination), Destination[^1] is '/' or '\\', Force, stop));
        if (ShouldRun(engine.Host, plan.Steps(engine.Host))) Relay<CopiedItem>(stop => CopyFrom.RunAsync(engine, plan, stop), Write);
    }

    private void Write(CopiedItem item)
    {
        foreach (var left in item.LeftOut) WriteWarning("Not copied: " + left);
        WriteObject(item);
    }
}
