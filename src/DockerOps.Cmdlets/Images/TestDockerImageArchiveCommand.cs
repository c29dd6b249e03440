using System.Management.Automation;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsDiagnostic.Test, "DockerImageArchive", DefaultParameterSetName = "Path")]
[OutputType(typeof(ArchiveAudit), typeof(bool))]
public sealed class TestDockerImageArchiveCommand : FilePathCmdlet
{
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void Read(string file) =>
        Relay<ArchiveAudit>(stop => ImageArchiveAudit.RunAsync(file, stop), audit => WriteObject(Quiet ? audit.IsValid : audit));
}
