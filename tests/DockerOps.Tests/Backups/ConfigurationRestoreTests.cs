using DockerOps.Backups;
using DockerOps.Tests.Images;
using Xunit;

namespace DockerOps.Tests.Backups;

/// <summary>The engine's configuration put back as a whole: alone on the host, for others change it too.</summary>
[Collection(nameof(DockerOps.Tests.Daemon.RestartedHostTests))]
public sealed class ConfigurationRestoreTests
{
    [LabFact]
    public async Task Configuration_comes_back_with_force_only_and_says_when_it_takes_effect()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Sme);
        var folder = $"/etc/docker/certs.d/{lab.Prefix}:5000";
        await lab.RootAsync("mkdir -p -m 0750 \"$1\" && echo one >\"$1/ca.crt\" && chown 12:34 \"$1/ca.crt\" && chmod 0640 \"$1/ca.crt\"", folder);
        try
        {
            var backup = await lab.BackupAsync(lab.Options with { Include = [BackupPart.Configuration] });
            var options = new RestoreOptions { Include = [BackupPart.Configuration] };
            Assert.Empty((await HostRestore.PrepareAsync(lab.Session, backup, options, default)).Lines);

            await lab.RootAsync("echo two >\"$1/ca.crt\"", folder);
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => HostRestore.PrepareAsync(lab.Session, backup, options, default));
            Assert.Equal(FailureKind.Conflict, failure.Kind);

            var plan = await HostRestore.PrepareAsync(lab.Session, backup, options with { Force = true }, default);
            Assert.Contains(plan.Warnings, warning => warning.Contains("Restart-DockerEngine", StringComparison.Ordinal));
            var report = await LabImages.ResultAsync<RestoreReport>(plan.RunAsync(default));
            Assert.Empty(report.Failed);
            Assert.Equal("one\n12:34 640\n", await lab.RootAsync("cat \"$1/ca.crt\"; stat -c '%u:%g %a' \"$1/ca.crt\"", folder));
        }
        finally
        {
            await lab.RootAsync("rm -rf \"$1\"", folder);
        }
    }
}
