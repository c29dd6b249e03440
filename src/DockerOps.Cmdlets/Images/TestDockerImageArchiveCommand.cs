using System.Management.Automation;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsDiagnostic.Test, "DockerImageArchive", DefaultParameterSetName = "Path")]
[OutputType(typeof(ArchiveAudit), typeof(bool))]
public sealed class TestDockerImageArchiveCommand : ArchivePathCmdlet
{
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void Look(string file) =>
        Relay<ArchiveAudit>(stop => ImageArchiveAudit.RunAsync(file, stop), audit => WriteObject(Quiet ? audit.IsValid : audit));
}
