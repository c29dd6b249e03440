using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Images;
using DockerOps.Images.Transfer;

namespace DockerOps.Cmdlets.Images;

[Cmdlet(VerbsCommon.Copy, "DockerImage", SupportsShouldProcess = true)]
[OutputType(typeof(ImageTransfer))]
public sealed class CopyDockerImageCommand : DockerHostCmdlet
{
    private readonly Dictionary<DockerHost, List<string>> gathered = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Image", "Id")]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [FromObject(AsReference = true)]
    public ImageReference[] Name { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    [Host(Several = true)]
    public DockerHost[] Destination { get; set; } = [];

    [Parameter]
    public TransferCompression Compression { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = new CopyOptions().ThrottleLimit;

    [Parameter]
    [ValidateRange(0, 1000)]
    public int RetryCount { get; set; } = new CopyOptions().RetryCount;

    // All images of a host go together at the end, so that layers they share are sent once.
    protected override void ProcessRecord()
    {
        foreach (var name in Name.Select(name => name.WithDefaultTag().ToString()))
        {
            Attempt(name, () =>
            {
                var engine = Engine;
                Wait(stop => ImageList.FindAsync(engine, name, stop));
                if (!gathered.TryGetValue(engine.Host, out var names)) gathered[engine.Host] = names = [];
                if (!names.Contains(name)) names.Add(name);
            });
        }
    }

    protected override void EndProcessing()
    {
        foreach (var (source, names) in gathered) Attempt(names[0], () => Copy(source, names));
    }

    private void Copy(DockerHost source, List<string> names)
    {
        var options = new CopyOptions { Compression = Compression, RetryCount = RetryCount, ThrottleLimit = ThrottleLimit };
        var ends = Destination.Distinct().Select(host => CopyEnd.Of(OpenHosts.Sessions, host)).ToList();
        var plan = Wait(stop => CopyPlan.MakeAsync(CopyEnd.Of(OpenHosts.Sessions, source), ends, names, options, stop));
        foreach (var failure in plan.Failures) WriteError(ErrorRecords.From(failure, failure.Target));
        var wanted = plan.Destinations.Where(host => ShouldRun(host, plan.Steps(host))).ToList();
        if (wanted.Count > 0) Relay<ImageTransfer>(stop => ImageCopy.RunAsync(plan, wanted, stop), WriteObject);
    }
}
