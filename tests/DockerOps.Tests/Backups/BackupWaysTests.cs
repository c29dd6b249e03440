using DockerOps.Backups;
using DockerOps.Containers;
using DockerOps.Tests.Images;
using DockerOps.Volumes;
using Xunit;

namespace DockerOps.Tests.Backups;

/// <summary>Other ways than the host's tar into a folder here: by the engine alone, onto the host, and what is announced.</summary>
public sealed class BackupWaysTests
{
    private static readonly BackupPart[] OnlyVolumes = [BackupPart.Volumes];

    [LabFact]
    public async Task By_the_engine_alone_owners_modes_and_links_come_back()
    {
        await using var here = await BackupLab.OpenAsync(Lab.Current.Local);
        var volume = await here.FilledVolumeAsync("data");
        // An engine unpacks no link that climbs out of the volume, and a file with two names loses its set-user-id bit (moby,
        // pkg/archive: a hard link is given its owner, which clears the bit, and not its mode).
        await here.RootAsync("rm -- \"$1/up\"; chmod 750 \"$1/dir/file\"", (await VolumeList.FindAsync(here.Engine, volume, default)).Mountpoint!);
        await using var lab = await BackupLab.OpenAsync(DockerHost.Parse(Lab.Current.Text("engines", "local", "tcp")));
        var options = new BackupOptions { Include = OnlyVolumes, Volume = here.IsOurs };
        const string list = "cd \"$1\" && find . -mindepth 1 -printf '%p %y %m %U %G %l %n %s\\n' | LC_ALL=C sort; cat \"$1/hard\"";
        async Task<string> ContentAsync() => await here.RootAsync(list, (await VolumeList.FindAsync(here.Engine, volume, default)).Mountpoint!);
        var content = await ContentAsync();

        var backup = await lab.BackupAsync(options);
        Assert.Equal(BackupPacker.Engine, backup.Volumes.Single().Packer);
        await here.Engine.RunAsync(VolumeRequests.Remove(volume, force: true), default);
        var plan = await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = OnlyVolumes }, default);
        var report = await LabImages.ResultAsync<RestoreReport>(plan.RunAsync(default));

        Assert.Empty(report.Failed);
        Assert.Equal(content, await ContentAsync());
        Assert.DoesNotContain(await ContainerList.ReadAsync(here.Engine, ["org.dockerops.volume=" + volume], [], default), _ => true);
    }

    [LabFact]
    public async Task On_the_host_itself_it_is_whole_tested_and_restored()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Boot);
        var volume = await lab.FilledVolumeAsync("data");
        var content = await lab.ContentAsync(volume);
        var folder = "/var/tmp/" + lab.Prefix;
        try
        {
            var plan = await HostBackup.PrepareOnHostAsync(lab.Session, folder, lab.Options with { Include = [BackupPart.Volumes, BackupPart.Configuration] }, default);
            var backup = await LabImages.ResultAsync<Backup>(plan.RunAsync(default));
            Assert.Equal([backup.Path], await BackupList.FoldersOnHostAsync(lab.Session, folder, default));
            Assert.Equal(backup.Files, (await BackupList.ReadOnHostAsync(lab.Session, backup.Path, default)).Files);
            await foreach (var item in BackupVerification.RunAsync(lab.Session, backup, rehearse: true, default))
            {
                if (item is Output<BackupCheck> { Value: var check }) Assert.True(check.Passed, check.Message);
            }

            await lab.RemoveOursAsync();
            var restore = await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = OnlyVolumes }, default);
            Assert.Empty((await LabImages.ResultAsync<RestoreReport>(restore.RunAsync(default))).Failed);
            Assert.Equal(content, await lab.ContentAsync(volume));
        }
        finally
        {
            await lab.RootAsync("rm -rf -- \"$1\"", folder);
        }
    }

    [LabFact]
    public async Task What_is_announced_is_what_the_engine_is_asked()
    {
        await using var proxy = new RecordingProxy(Lab.Current.Local);
        await using var lab = await BackupLab.OpenAsync(proxy.Host);
        var volume = await lab.FilledVolumeAsync("data");
        await lab.ContainerAsync("web", start: true, $"{volume}:/data");
        var plan = await HostBackup.PrepareAsync(lab.Session, lab.Folder, lab.Options, default);
        proxy.Clear();
        var backup = await LabImages.ResultAsync<Backup>(plan.RunAsync(default));
        Assert.Equal(proxy.Changes, plan.Lines.Where(line => line.StartsWith("POST", StringComparison.Ordinal)).Select(line => line.Split(" on unix:")[0]));

        await lab.RemoveOursAsync();
        var restore = await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = [BackupPart.Volumes, BackupPart.Containers] }, default);
        proxy.Clear();
        Assert.Empty((await LabImages.ResultAsync<RestoreReport>(restore.RunAsync(default))).Failed);
        var announced = restore.Lines.Where(line => line.StartsWith("POST", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);
        Assert.Equal(announced, proxy.Calls.Where(call => call.Method is not ("GET" or "HEAD")).Select(call => call.Path));
    }

    [LabFact]
    public async Task Volumes_that_share_a_container_are_read_while_it_is_paused_once()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var volumes = new[] { await lab.VolumeAsync("a"), await lab.VolumeAsync("b"), await lab.VolumeAsync("c") };
        await lab.ContainerAsync("one", start: true, $"{volumes[0]}:/a", $"{volumes[1]}:/b");
        var plan = await HostBackup.PrepareAsync(lab.Session, lab.Folder, lab.Options with { Include = OnlyVolumes }, default);

        Assert.Single(plan.Lines, line => line.Contains("/pause", StringComparison.Ordinal));
        var kinds = plan.Lines.Select(line => line.Contains("/pause", StringComparison.Ordinal) ? "pause" : line.Contains("/unpause", StringComparison.Ordinal) ? "unpause" : line.Contains("tar --create", StringComparison.Ordinal) ? "tar" : "").Where(kind => kind.Length > 0);
        Assert.Equal(["pause", "tar", "tar", "unpause", "tar"], kinds);
    }
}
