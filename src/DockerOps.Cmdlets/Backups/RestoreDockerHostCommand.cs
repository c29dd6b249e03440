using System.Management.Automation;
using DockerOps.Backups;
using DockerOps.Cmdlets.Completers;

namespace DockerOps.Cmdlets.Backups;

[Cmdlet(VerbsData.Restore, "DockerHost", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(RestoreReport))]
public sealed class RestoreDockerHostCommand : BackupInputCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public BackupPart[]? Include { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BackupItemCompleter))]
    public string[]? Volume { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BackupItemCompleter))]
    public string[]? Container { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BackupItemCompleter))]
    public string[]? Network { get; set; }

    [Parameter]
    public SwitchParameter Clone { get; set; }

    [Parameter]
    public SwitchParameter NoStart { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process(Backup backup, DockerHost host)
    {
        Names volumes = new(BackupPart.Volumes, Volume), containers = new(BackupPart.Containers, Container), networks = new(BackupPart.Networks, Network);
        var options = new RestoreOptions
        {
            Include = Include ?? RestoreOptions.UsualParts,
            Volume = volumes.Like,
            Container = containers.Like,
            Network = networks.Like,
            IsClone = Clone,
            NoStart = NoStart,
            Force = Force,
        };
        List<string> warnings = [];
        foreach (var names in (Names[])[volumes, containers, networks]) warnings.AddRange(names.Missing(options.Include, backup.NamesOf(names.Part), backup.Path));
        var plan = Wait(stop => HostRestore.PrepareAsync(SessionOf(host), backup, options, stop));
        foreach (var warning in warnings.Concat(plan.Warnings)) WriteWarning(warning);
        if (!ShouldRun(host, plan.IsEmpty ? ["nothing: everything is there already"] : plan.Lines)) return;
        Relay<RestoreReport>(plan.RunAsync, report =>
        {
            WriteObject(report);
            foreach (var failure in report.Failed)
                WriteError(ErrorRecords.From(new DockerOpsException(FailureKind.CommandFailed, $"{failure.Part} '{failure.Name}' could not be restored: {failure.Reason}", failure.Name), failure.Name));
        });
    }
}
