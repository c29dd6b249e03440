using System.Management.Automation;
using System.Net;
using System.Security;
using DockerOps.Daemon;

namespace DockerOps.Cmdlets.Daemon;

[Cmdlet(VerbsCommon.New, "DockerCertificate", SupportsShouldProcess = true)]
[OutputType(typeof(DockerCertificate))]
public sealed class NewDockerCertificateCommand : DockerOpsCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter(Position = 1)]
    [ValidatePattern(@"^(?!-)[A-Za-z0-9.\-*:]+\z")]
    public string[] HostName { get; set; } = [];

    [Parameter]
    [ValidateLength(1, 64)]
    public string ClientName { get; set; } = "client";

    [Parameter]
    [ValidateRange(1, 3650)]
    public int Days { get; set; } = 365;

    [Parameter]
    public SecureString? AuthorityPassword { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void EndProcessing() => Attempt(Path, () =>
    {
        var request = new DockerCertificateRequest
        {
            Folder = this.Full(Path),
            HostNames = HostName,
            ClientName = ClientName,
            Days = Days,
            AuthorityPassword = AuthorityPassword is null ? null : new NetworkCredential("", AuthorityPassword).Password,
            Force = Force,
        };
        var lines = DockerCertificates.Plan(request);
        var text = string.Join(Environment.NewLine, lines);
        if (lines.Count > 0 && !ShouldProcess(text, text + Environment.NewLine + "Do this?", MyInvocation.MyCommand.Name)) return;
        WriteObject(DockerCertificates.Create(request), enumerateCollection: true);
    });
}
