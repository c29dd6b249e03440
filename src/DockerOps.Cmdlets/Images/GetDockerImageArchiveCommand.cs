using System.Management.Automation;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsCommon.Get, "DockerImageArchive", DefaultParameterSetName = "Path")]
[OutputType(typeof(ImageArchive))]
public sealed class GetDockerImageArchiveCommand : ArchivePathCmdlet
{
    protected override void Look(string file) => WriteObject(Wait(stop => ImageArchiveReader.ReadAsync(file, stop)));
}
