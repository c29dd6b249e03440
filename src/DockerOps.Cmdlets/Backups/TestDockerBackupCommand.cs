using System.Management.Automation;
using DockerOps.Backups;

namespace DockerOps.Cmdlets.Backups;

[Cmdlet(VerbsDiagnostic.Test, "DockerBackup", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(BackupCheck), typeof(bool))]
public sealed class TestDockerBackupCommand : BackupInputCmdlet
{
    [Parameter]
    public SwitchParameter Rehearse { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void Process(Backup backup, DockerHost host)
    {
        // A backup here is read without its host, which may be gone for good.
        var session = Rehearse || backup.IsOnHost ? SessionOf(host) : null;
        if (Rehearse && !ShouldRun(host, Wait(stop => BackupVerification.PlanAsync(session!, backup, stop)))) return;
        var whole = true;
        Relay<BackupCheck>(stop => BackupVerification.RunAsync(session, backup, Rehearse, stop), check =>
        {
            whole &= check.Passed;
            if (!Quiet) WriteObject(check);
        });
        if (Quiet) WriteObject(whole);
    }
}
