using System.Management.Automation;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsCommon.Get, "DockerImageArchive", DefaultParameterSetName = "Path")]
[OutputType(typeof(ImageArchive))]
public sealed class GetDockerImageArchiveCommand : FilePathCmdlet
{
    protected override void Read(string file) => WriteObject(Wait(stop => ImageArchiveReader.ReadAsync(file, stop)));
}
