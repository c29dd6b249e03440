using DockerOps.Backups;
using DockerOps.Tests.Images;
using DockerOps.Volumes;
using Xunit;

namespace DockerOps.Tests.Backups;

/// <summary>Two backups that begin in the same second have one name: one gets it, and the other harms nothing.</summary>
public sealed class BackupTwinTests
{
    [LabTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_is_whole_and_the_other_a_conflict(bool onHost)
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var volume = await lab.VolumeAsync("large");
        await lab.RootAsync("head -c 100M /dev/urandom >\"$1/data\"", (await VolumeList.FindAsync(lab.Engine, volume, default)).Mountpoint!);
        var options = lab.Options with { Include = [BackupPart.Volumes] };
        Task<BackupPlan> PlanAsync() => onHost
            ? HostBackup.PrepareOnHostAsync(lab.Session, lab.Folder, options, default)
            : HostBackup.PrepareAsync(lab.Session, lab.Folder, options, default);
        BackupPlan[] plans;
        do plans = await Task.WhenAll(PlanAsync(), PlanAsync());
        while (plans[0].Folder != plans[1].Folder);

        var first = LabImages.ResultAsync<Backup>(plans[0].RunAsync(default));
        while (!Directory.Exists(plans[0].Folder + ".partial")) Assert.False(first.IsCompleted, "it ended before the other began");
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => LabImages.ResultAsync<Backup>(plans[1].RunAsync(default)));
        var backup = await first;

        Assert.Equal(FailureKind.Conflict, failure.Kind);
        Assert.Equal([backup.Path], Directory.GetFileSystemEntries(lab.Folder));
        await foreach (var item in BackupVerification.RunAsync(lab.Session, backup, rehearse: false, default))
        {
            if (item is Output<BackupCheck> { Value: var check }) Assert.True(check.Passed, check.Message);
        }
    }
}
