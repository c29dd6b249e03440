using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Sessions;
using DockerOps.Transport;

namespace DockerOps.Cmdlets.Hosts;

[Cmdlet(VerbsCommunications.Connect, "DockerHost")]
[OutputType(typeof(HostInfo))]
public sealed class ConnectDockerHostCommand : DockerOpsCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    [Host(Several = true)]
    public DockerHost[] DockerHost { get; set; } = [];

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostKeyFingerprint { get; set; }

    [Parameter]
    public SwitchParameter AcceptNewHostKey { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = SshLogin.Default.Timeout;

    protected override void ProcessRecord()
    {
        foreach (var host in DockerHost) Attempt(host, () => Connect(host));
    }

    private void Connect(DockerHost named)
    {
        var host = WithUser(named);
        var login = new SshLogin
        {
            Password = Credential is { } credential ? () => credential.GetNetworkCredential().Password : null,
            HostKeyFingerprint = HostKeyFingerprint,
            AcceptNewHostKey = AcceptNewHostKey,
            Timeout = Timeout,
        };
        Wait(stop => HostLogin.OpenAsync(OpenHosts.Sessions, host, login, stop));
        WriteObject(HostList.Find(OpenHosts.Sessions, host));
    }

    // A credential names its user; an address that names another one contradicts it.
    private DockerHost WithUser(DockerHost host)
    {
        if (Credential is null) return host;
        var user = Credential.GetNetworkCredential().UserName;
        if (host.Scheme != HostScheme.Ssh)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{host}' is not reached by ssh, so it takes no -Credential.", host);
        if (host.User is { } named && named != user)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{host}' names user '{named}', and -Credential names user '{user}'.", host);
        return host with { User = user };
    }
}
