using System.Management.Automation;
using DockerOps.Cmdlets.Completers;

namespace DockerOps.Cmdlets.Hosts;

[Cmdlet(VerbsCommunications.Disconnect, "DockerHost", DefaultParameterSetName = "Host")]
public sealed class DisconnectDockerHostCommand : DockerOpsCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Host", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(OpenHostCompleter))]
    [Host(Several = true)]
    public DockerHost[] DockerHost { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    protected override void ProcessRecord()
    {
        var hosts = All ? OpenHosts.Sessions.Hosts : DockerHost;
        foreach (var host in hosts)
        {
            var wasOpen = Wait(_ => OpenHosts.Sessions.CloseAsync(host));
            WriteVerbose(wasOpen ? $"'{host}' is disconnected." : $"'{host}' was not connected.");
        }
    }
}
