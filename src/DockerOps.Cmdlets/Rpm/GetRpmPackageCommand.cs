using System.Diagnostics;
using System.Management.Automation;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

[Cmdlet(VerbsCommon.Get, "RpmPackage", DefaultParameterSetName = "Path")]
[OutputType(typeof(RpmPackage))]
public sealed class GetRpmPackageCommand : FilePathCmdlet
{
    protected override void Read(string file)
    {
        var files = RpmPackageFiles.In(file);
        var watch = Stopwatch.StartNew();
        using var view = new ProgressView(this);
        for (var i = 0; i < files.Count; i++)
        {
            var package = files[i];
            if (files.Count > 1) view.Show(new Progress($"Read {file}", System.IO.Path.GetFileName(package), i, files.Count, watch.Elapsed, IsBytes: false));
            Attempt(package, () => WriteObject(Wait(stop => RpmPackageReader.ReadAsync(package, stop))));
        }
    }
}
