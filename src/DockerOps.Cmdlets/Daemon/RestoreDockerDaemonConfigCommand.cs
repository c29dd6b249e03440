using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Daemon;

namespace DockerOps.Cmdlets.Daemon;

[Cmdlet(VerbsData.Restore, "DockerDaemonConfig", SupportsShouldProcess = true, DefaultParameterSetName = "Restore")]
[OutputType(typeof(DaemonSetting), ParameterSetName = ["Restore"])]
[OutputType(typeof(KeptDaemonConfig), ParameterSetName = ["List"])]
public sealed class RestoreDockerDaemonConfigCommand : HostPipelineCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Restore", ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KeptDaemonConfigCompleter))]
    public string? Id { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "List")]
    public SwitchParameter List { get; set; }

    [Parameter(ParameterSetName = "Restore")]
    public SwitchParameter NoRestart { get; set; }

    [Parameter(ParameterSetName = "Restore")]
    [Duration]
    public TimeSpan Timeout { get; set; } = EngineService.DefaultTimeout;

    [Parameter(ParameterSetName = "Restore")]
    public SwitchParameter Force { get; set; }

    [Parameter(ParameterSetName = "Restore")]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => Attempt(Id ?? (object?)DockerHost, () =>
    {
        var session = Session;
        if (List)
        {
            WriteObject(Wait(stop => DaemonConfigRestoration.ListAsync(session, stop)), enumerateCollection: true);
            return;
        }

        var options = new DaemonConfigOptions { NoRestart = NoRestart, Timeout = Timeout, Force = Force };
        var plan = Wait(stop => DaemonConfigRestoration.PrepareAsync(session, Id, options, stop));
        foreach (var warning in plan.Warnings) WriteWarning(warning);
        if (plan.Steps.Count == 0) WriteVerbose($"The files on {session.Host} are those of that version already.");
        else if (!ShouldRun(session.Host, plan.Lines)) return;
        else Relay<IReadOnlyList<DaemonSetting>>(plan.RunAsync, made => WriteObject(PassThru ? made : [], enumerateCollection: true));
    });
}
