using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Daemon;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Daemon;

[Cmdlet(VerbsDiagnostic.Test, "DockerDaemonConfig", DefaultParameterSetName = "Host")]
[OutputType(typeof(ConfigFinding), typeof(bool))]
public sealed class TestDockerDaemonConfigCommand : DockerOpsCmdlet
{
    private readonly List<string> files = [];
    private bool failed;

    [Parameter(ParameterSetName = "Host", ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    [Host]
    public DockerHost? DockerHost { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter]
    public string? Version { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Host")
        {
            Attempt(DockerHost, () => Write(OnHost(Wait(stop => OpenHosts.Sessions.GetAsync(DockerHost ?? DockerOps.DockerHost.Default, stop)))));
            return;
        }

        var literal = ParameterSetName == "LiteralPath";
        foreach (var path in literal ? LiteralPath : Path)
            failed |= !Attempt(path, () => files.AddRange(this.Existing(path, literal)));
    }

    // The files belong to one engine, so they are looked at together, once all are known.
    protected override void EndProcessing()
    {
        if (files.Count == 0 || failed) return;
        Attempt(files[0], () => Write(DaemonConfigFindings.Of(Wait(stop => DaemonConfigFiles.ReadAsync(files, stop)), Version)));
    }

    private List<ConfigFinding> OnHost(HostSession session)
    {
        var config = Wait(stop => DaemonConfigReader.ReadAsync(session, stop));
        List<ConfigFinding> found = [.. DaemonConfigFindings.Of(config, Version)];
        if (Version is null && Wait(stop => DaemonValidation.RunAsync(session, config, stop)) is { } refused) found.Add(refused);
        return found;
    }

    private void Write(IReadOnlyList<ConfigFinding> found)
    {
        if (Quiet) WriteObject(found.All(finding => finding.Severity != ConfigSeverity.Error));
        else WriteObject(found, enumerateCollection: true);
    }
}
