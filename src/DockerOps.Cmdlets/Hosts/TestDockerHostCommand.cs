using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Hosts;

[Cmdlet(VerbsDiagnostic.Test, "DockerHost")]
[OutputType(typeof(HostTest), typeof(bool))]
public sealed class TestDockerHostCommand : DockerOpsCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    [Host(Several = true)]
    public DockerHost[]? DockerHost { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        Attempt(null, () =>
        {
            foreach (var host in DockerHost ?? [DockerOps.DockerHost.Default])
            {
                var test = Wait(stop => HostTests.RunAsync(OpenHosts.Sessions, host, Timeout, stop));
                WriteObject(Quiet ? test.Reachable : test);
            }
        });
    }
}
