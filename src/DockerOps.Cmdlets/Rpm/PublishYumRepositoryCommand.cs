using System.Management.Automation;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

[Cmdlet(VerbsData.Publish, "YumRepository", SupportsShouldProcess = true)]
[OutputType(typeof(YumRepository))]
public sealed class PublishYumRepositoryCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    // Not by property name: a repository's own address is where it was, not where it goes.
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? BaseUrl { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path) Attempt(path, () => Publish(path));
    }

    private void Publish(string path)
    {
        if (BaseUrl is null && Destination is null)
            throw new DockerOpsException(FailureKind.InvalidInput, $"Say where to publish '{path}': -BaseUrl, -Destination, or both.", path);
        var session = Session;
        var options = new YumPublicationOptions { BaseUrl = BaseUrl, Destination = Destination, Force = Force };
        var plan = Wait(stop => YumPublication.PrepareAsync(session, this.Full(path), options, stop));
        if (plan.Lines.Count == 0) WriteVerbose($"'{path}' is published already; nothing is sent.");
        else if (!ShouldRun(session.Host, plan.Lines)) return;
        Relay<YumRepository>(plan.RunAsync, WriteObject);
    }
}
