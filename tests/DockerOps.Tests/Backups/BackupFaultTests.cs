using DockerOps.Backups;
using DockerOps.Containers;
using DockerOps.Tests.Hosts;
using DockerOps.Tests.Images;
using DockerOps.Volumes;
using Xunit;

namespace DockerOps.Tests.Backups;

/// <summary>What goes wrong in the middle: containers are put back, nothing with a final name is left, and damage is found.</summary>
public sealed class BackupFaultTests
{
    [LabTheory]
    [InlineData(BackupHold.Pause)]
    [InlineData(BackupHold.Stop)]
    public async Task Stopped_while_a_volume_is_read_it_puts_containers_back(BackupHold hold)
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var (volume, container) = await LargeAsync(lab);
        using var stop = new CancellationTokenSource();
        var running = lab.BackupAsync(lab.Options with { Hold = hold, Include = [BackupPart.Volumes] }, stop.Token);
        while (await lab.StateAsync(container) == ContainerState.Running) Assert.False(running.IsCompleted, "it ended before it was stopped");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(ContainerState.Running, await lab.StateAsync(container));
        Assert.Empty(Directory.GetFileSystemEntries(lab.Folder));
        Assert.Equal(volume, (await VolumeList.FindAsync(lab.Engine, volume, default)).Name);
    }

    [LabTheory]
    [InlineData(BackupHold.Pause)]
    [InlineData(BackupHold.Stop)]
    public async Task What_a_killed_client_has_held_the_next_one_puts_back(BackupHold hold)
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Sme);
        var volume = await lab.VolumeAsync("data");
        var name = await lab.ContainerAsync("web", start: true, $"{volume}:/data");
        var id = (await ContainerList.FindAsync(lab.Engine, name, default)).Id;
        await KilledClient.RunAsync("", "hold", Lab.Current.Sme.ToString(), name, id, hold.ToString());
        Assert.Equal(hold == BackupHold.Pause ? ContainerState.Paused : ContainerState.Exited, await lab.StateAsync(name));
        await LeftAsync(lab, id, isLeft: true);

        // Held again for its volume, so it has to be known as one that runs.
        var options = lab.Options with { Include = [BackupPart.Volumes, BackupPart.Containers] };
        var plan = await HostBackup.PrepareAsync(lab.Session, lab.Folder, options, default);
        Assert.StartsWith($"POST /containers/{id}/{(hold == BackupHold.Pause ? "unpause" : "start")} on ", plan.Lines[0], StringComparison.Ordinal);
        Assert.Equal(2, plan.Lines.Count(line => line.Contains("/unpause", StringComparison.Ordinal) || line.Contains("/start", StringComparison.Ordinal)));
        var backup = await LabImages.ResultAsync<Backup>(plan.RunAsync(default));

        Assert.Equal(ContainerState.Running, await lab.StateAsync(name));
        await LeftAsync(lab, id, isLeft: false);
        Assert.Contains("\"Status\": \"running\"", await File.ReadAllTextAsync(Path.Combine(backup.Path, "containers", name + ".json")), StringComparison.Ordinal);
    }

    [LabTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_killed_client_has_written_goes_with_the_next_backup(bool isOnHost)
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Sme);
        var (_, container) = await LargeAsync(lab, megabytes: 30);
        var folder = isOnHost ? "/var/tmp/" + lab.Prefix : lab.Folder;
        Task<string> FilesAsync() => isOnHost ? lab.RootAsync("ls -A \"$1\"", folder) : Task.FromResult(string.Concat(Directory.GetFileSystemEntries(folder).Select(path => path + "\n")));
        Task<BackupPlan> PrepareAsync() =>
            isOnHost ? HostBackup.PrepareOnHostAsync(lab.Session, folder, lab.Options, default) : HostBackup.PrepareAsync(lab.Session, folder, lab.Options, default);
        try
        {
            await KilledClient.RunAsync("", "backup", Lab.Current.Sme.ToString(), lab.Prefix, folder, isOnHost ? "host" : "here");
            Assert.Contains(".partial\n", await FilesAsync(), StringComparison.Ordinal);

            await LeftAsync(lab, (await ContainerList.FindAsync(lab.Engine, container, default)).Id, isLeft: true);
            await Task.Delay(1100);
            var plan = await PrepareAsync();
            Assert.Contains(plan.Lines, line => line.Contains("which a backup has left that was killed", StringComparison.Ordinal));
            var running = plan.RunAsync(default).GetAsyncEnumerator();
            var next = running.MoveNextAsync().AsTask();
            while (!(await FilesAsync()).Contains(".lock", StringComparison.Ordinal)) await Task.Delay(10);
            await Task.Delay(1100);
            Assert.DoesNotContain((await PrepareAsync()).Lines, line => line.Contains(Path.GetFileName(plan.Folder), StringComparison.Ordinal));
            while (await next) next = running.MoveNextAsync().AsTask();

            Assert.EndsWith(Path.GetFileName(plan.Folder) + "\n", await FilesAsync(), StringComparison.Ordinal);
            Assert.Single((await FilesAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            if (isOnHost) await lab.RootAsync("rm -rf \"$1\"", folder);
        }
    }

    // A host needs a moment to see that a client has gone.
    private static async Task LeftAsync(BackupLab lab, string id, bool isLeft)
    {
        var root = await lab.Session.Shell.AsRootAsync(default);
        for (var tries = 0; (await HoldJournal.LeftAsync(root, default)).Any(one => one.Hold.Id == id) != isLeft; tries++)
        {
            Assert.True(tries < 100, "the journal does not change");
            await Task.Delay(100);
        }
    }

    [LabTheory]
    [InlineData("volume", BackupPart.Volumes)]
    [InlineData("images", BackupPart.Images)]
    [InlineData("engine", BackupPart.Engine)]
    public async Task Stopped_in_other_phases_it_leaves_nothing(string phase, BackupPart part)
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var (_, container) = await LargeAsync(lab);
        var plan = await HostBackup.PrepareAsync(lab.Session, lab.Folder, lab.Options with { Include = [part, BackupPart.Containers], Image = _ => true }, default);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in plan.RunAsync(stop.Token))
            {
                if (item is Progress progress && progress.Status.StartsWith(phase, StringComparison.Ordinal)) await stop.CancelAsync();
            }
        });

        Assert.Equal(ContainerState.Running, await lab.StateAsync(container));
        Assert.Empty(Directory.GetFileSystemEntries(lab.Folder));
    }

    [LabFact]
    public async Task A_disk_that_fills_up_leaves_nothing_and_puts_containers_back()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var (_, container) = await LargeAsync(lab, megabytes: 8);
        var small = Path.Combine(Lab.Current.Text("smallFolder"), lab.Prefix);
        Directory.CreateDirectory(small);
        try
        {
            var plan = await HostBackup.PrepareAsync(lab.Session, small, lab.Options with { Include = [BackupPart.Volumes, BackupPart.Containers] }, default);
            await File.WriteAllBytesAsync(Path.Combine(small, "filler"), new byte[11_000_000]);

            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => LabImages.ResultAsync<Backup>(plan.RunAsync(default)));

            Assert.Equal(FailureKind.NoSpace, failure.Kind);
            Assert.Equal(ContainerState.Running, await lab.StateAsync(container));
            Assert.Equal(["filler"], Directory.GetFileSystemEntries(small).Select(Path.GetFileName));

            // Known beforehand, it is not even begun.
            var early = await Assert.ThrowsAsync<DockerOpsException>(() => HostBackup.PrepareAsync(lab.Session, small, lab.Options, default));
            Assert.Equal(FailureKind.NoSpace, early.Kind);
        }
        finally
        {
            Directory.Delete(small, recursive: true);
        }
    }

    [LabFact]
    public async Task Damage_is_found_and_nothing_is_restored_of_it()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var volume = await lab.FilledVolumeAsync("data");
        var backup = await lab.BackupAsync();
        var file = Path.Combine(backup.Path, backup.Files.Single(one => one.Part == BackupPart.Volumes).Path);
        var good = await File.ReadAllBytesAsync(file);
        Assert.All(await TestAsync(lab, backup, rehearse: true), check => Assert.True(check.Passed, check.Message));
        Assert.Contains(await TestAsync(lab, backup, rehearse: true), check => check.Rehearsed);
        await lab.RemoveOursAsync();

        foreach (var damage in (byte[][])[good[..^700], [.. good[..5000], (byte)(good[5000] ^ 1), .. good[5001..]], []])
        {
            if (damage.Length == 0) File.Delete(file);
            else await File.WriteAllBytesAsync(file, damage);
            var check = Assert.Single(await TestAsync(lab, backup), check => !check.Passed);
            Assert.Equal(volume, check.Name);

            var plan = await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions(), default);
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => LabImages.ResultAsync<RestoreReport>(plan.RunAsync(default)));
            Assert.True(failure.Kind is FailureKind.Corrupt or FailureKind.NotFound, failure.Message);
            Assert.DoesNotContain(await VolumeList.ReadAsync(lab.Engine, [], [], null, false, default), one => lab.IsOurs(one.Name));
        }
    }

    [LabFact]
    public async Task What_a_rehearsal_left_that_was_killed_goes_with_the_next_one_and_that_of_one_that_runs_stays()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        await lab.FilledVolumeAsync("data");
        var backup = await lab.BackupAsync(lab.Options with { Include = [BackupPart.Volumes] });
        var name = BackupVerification.NameFor(Assert.Single(backup.Files, file => file.Part == BackupPart.Volumes));
        var mark = ClientMark.Of("x");
        try
        {
            // A process of this id runs, and has begun at another time.
            await LeaveAsync(lab, name, mark[..mark.LastIndexOf('.')] + ".1");
            var spec = new ContainerSpec
            {
                Image = Lab.Current.SmeImage, Name = lab.Prefix + "-left", Command = ["true"], Volumes = [VolumeSpec.Parse($"{name}:/v")], Labels = new Dictionary<string, string> { [VolumeMount.Label] = name },
            };
            var (container, _) = await ContainerCreation.RunAsync(lab.Engine, spec, default);

            var lines = await BackupVerification.PlanAsync(lab.Session, backup, default);
            Assert.StartsWith($"DELETE /containers/{container}", lines[0], StringComparison.Ordinal);
            Assert.Equal(2, lines.Count(line => line.StartsWith($"DELETE /volumes/{name}", StringComparison.Ordinal)));
            var check = Assert.Single(await TestAsync(lab, backup, rehearse: true));
            Assert.True(check is { Passed: true, Rehearsed: true }, check.Message);
            Assert.Null(await VolumeList.LookAsync(lab.Engine, name, default));

            await LeaveAsync(lab, name, mark);
            Assert.DoesNotContain(await BackupVerification.PlanAsync(lab.Session, backup, default), line => line.Contains("/containers/", StringComparison.Ordinal));
            Assert.False(Assert.Single(await TestAsync(lab, backup, rehearse: true)).Passed);
            Assert.NotNull(await VolumeList.LookAsync(lab.Engine, name, default));
        }
        finally
        {
            await lab.RemoveOursAsync();
            await lab.Engine.RunAsync(VolumeRequests.Remove(name, force: true), default);
        }
    }

    [LabFact]
    public async Task A_rehearsal_that_is_stopped_while_its_volume_is_made_leaves_none()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        await lab.FilledVolumeAsync("data");
        var backup = await lab.BackupAsync(lab.Options with { Include = [BackupPart.Volumes] });
        var name = BackupVerification.NameFor(Assert.Single(backup.Files, file => file.Part == BackupPart.Volumes));
        using var stop = new CancellationTokenSource();
        await using var proxy = new RecordingProxy(Lab.Current.Local)
        {
            Passed = call =>
            {
                if (!call.Path.StartsWith("/volumes/create", StringComparison.Ordinal)) return;
                // The engine makes it meanwhile.
                Thread.Sleep(500);
                stop.Cancel();
                Thread.Sleep(500);
            },
        };
        await using var session = await Open.SessionAsync(proxy.Host);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LabImages.ResultAsync<BackupCheck>(BackupVerification.RunAsync(session, backup, rehearse: true, stop.Token)));

        var left = await VolumeList.LookAsync(lab.Engine, name, default);
        await lab.Engine.RunAsync(VolumeRequests.Remove(name, force: true), default);
        Assert.Null(left);
    }

    private static Task<string> LeaveAsync(BackupLab lab, string name, string mark) => VolumeChanges.CreateAsync(
        lab.Engine, VolumeRequests.Create(name, null, new Dictionary<string, string>(), new Dictionary<string, string> { [BackupVerification.Label] = mark }), default);

    [LabFact]
    public async Task Without_its_manifest_it_is_no_backup()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        await lab.VolumeAsync("data");
        var backup = await lab.BackupAsync();
        Assert.Equal([backup.Path], BackupList.Folders(lab.Folder));
        var manifest = Path.Combine(backup.Path, "manifest.json");
        var text = await File.ReadAllTextAsync(manifest);
        Assert.Equal(backup.Files, (await BackupList.ReadAsync(backup.Path, default)).Files);

        await File.WriteAllTextAsync(manifest, text.Replace("volumes/", "../volumes/", StringComparison.Ordinal));
        Assert.Equal(FailureKind.Corrupt, (await Assert.ThrowsAsync<DockerOpsException>(() => BackupList.ReadAsync(backup.Path, default))).Kind);
        await File.WriteAllTextAsync(manifest, text[..200]);
        Assert.Equal(FailureKind.Corrupt, (await Assert.ThrowsAsync<DockerOpsException>(() => BackupList.ReadAsync(backup.Path, default))).Kind);
        File.Delete(manifest);
        Assert.Equal(FailureKind.NotFound, (await Assert.ThrowsAsync<DockerOpsException>(() => BackupList.ReadAsync(backup.Path, default))).Kind);
        Assert.Empty(BackupList.Folders(lab.Folder));
    }

    private static async Task<List<BackupCheck>> TestAsync(BackupLab lab, Backup backup, bool rehearse = false)
    {
        var checks = new List<BackupCheck>();
        await foreach (var item in BackupVerification.RunAsync(lab.Session, backup, rehearse, default))
        {
            if (item is Output<BackupCheck> { Value: var check }) checks.Add(check);
        }

        return checks;
    }

    private static async Task<(string Volume, string Container)> LargeAsync(BackupLab lab, int megabytes = 100)
    {
        var volume = await lab.VolumeAsync("large");
        await lab.RootAsync($"head -c {megabytes}M /dev/urandom >\"$1/data\"", (await VolumeList.FindAsync(lab.Engine, volume, default)).Mountpoint!);
        return (volume, await lab.ContainerAsync("web", start: true, $"{volume}:/data"));
    }
}
