using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Installation;

namespace DockerOps.Cmdlets.Installation;

[Cmdlet(VerbsDiagnostic.Test, "DockerEngine")]
[OutputType(typeof(EngineCheck), typeof(bool))]
public sealed class TestDockerEngineCommand : HostsCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string? Image { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var host in Hosts) Check(host);
    }

    private void Check(DockerHost host)
    {
        var good = true;
        var ran = Attempt(host, () =>
        {
            if (Version is not null) _ = DockerOps.Daemon.EngineRelease.Parse(Version);
            var engine = Open(host).Engine;
            Relay<EngineCheck>(stop => EngineChecks.RunAsync(engine, Version, Image, stop), check =>
            {
                good &= check.Passed != false;
                if (!Quiet) WriteObject(check);
            });
        });
        if (Quiet && ran) WriteObject(good);
    }
}
