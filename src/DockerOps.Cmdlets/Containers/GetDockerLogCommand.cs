using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsCommon.Get, "DockerLog")]
[OutputType(typeof(LogLine))]
public sealed class GetDockerLogCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [FromObject]
    public string[] Container { get; set; } = [];

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    [Parameter]
    [PointInTime]
    public DateTimeOffset? Since { get; set; }

    [Parameter]
    [PointInTime]
    public DateTimeOffset? Until { get; set; }

    [Parameter]
    public SwitchParameter Follow { get; set; }

    protected override void ProcessRecord()
    {
        var query = new LogQuery { Tail = Tail, Since = Since, Until = Until, Follow = Follow };
        foreach (var container in Container)
        {
            Attempt(container, () =>
            {
                foreach (var line in ContainerLog.ReadAsync(Engine, container, query, StopToken).ToBlockingEnumerable(StopToken)) WriteObject(line);
            });
        }
    }
}
