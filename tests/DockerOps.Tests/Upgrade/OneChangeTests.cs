using DockerOps.Backups;
using DockerOps.Daemon.Changes;
using DockerOps.Hosts;
using DockerOps.Tests.Daemon;
using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>Upgrades and changes of the configuration do not come between each other's steps.</summary>
[Collection(nameof(NodeTests))]
public sealed class OneChangeTests
{
    private const string File = "/etc/sysconfig/docker";

    private const string Slow = """
        docker run -d --name "$1" --restart always --stop-timeout 6 "$2" sh -c 'trap "" TERM; while :; do sleep 1; done'
        """;

    [LabFact("nodes")]
    public async Task A_configuration_is_left_alone_while_an_engine_is_upgraded()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Node("node2"));
        var before = await host.Text(File);
        var plan = await host.Plan(new(), ("labels", new[] { "n=1" }));
        await using (await RunLock.TakeAsync(host.Session.Shell, 0, () => { }, default))
        {
            var refused = await Assert.ThrowsAsync<DockerOpsException>(() => ConfiguredHost.Run(plan));
            Assert.Equal(FailureKind.Conflict, refused.Kind);
            Assert.Contains($"being changed by {Environment.UserName}@{Environment.MachineName} (process {Environment.ProcessId}, since", refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, await host.Text(File));
        }

        await ConfiguredHost.Run(plan);
        Assert.Contains("n=1", await host.Text(File), StringComparison.Ordinal);
    }

    [LabTheory("nodes")]
    [InlineData("[ \"$1\" = -t ] && shift && exec /usr/bin/timeout \"$@\"; echo \"timeout: can't execute '$1'\" >&2; exit 127")]
    [InlineData("exit 127")]
    public async Task The_lock_holds_where_timeout_is_an_old_busybox_or_missing(string timeout)
    {
        await using var host = await Open.SessionAsync(Lab.Current.Node("node2"));
        await host.Shell.ReadAsync(["sh", "-c", "printf '#!/bin/sh\n%s\n' \"$1\" >/usr/local/bin/timeout && chmod 0755 /usr/local/bin/timeout", "sh", timeout], default);
        try
        {
            await using (await RunLock.TakeAsync(host.Shell, 0, () => { }, default))
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
                await Assert.ThrowsAsync<DockerOpsException>(() => RunLock.TakeAsync(host.Shell, 0, () => { }, default));
            }

            await (await RunLock.TakeAsync(host.Shell, 5, () => { }, default)).DisposeAsync();
        }
        finally
        {
            await host.Shell.ReadAsync(["rm", "/usr/local/bin/timeout"], default);
        }
    }

    [LabFact("nodes")]
    public async Task No_engine_is_upgraded_while_its_configuration_is_changed()
    {
        var name = Lab.Unique("slow");
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Node("node2"));
        await host.Sh(Slow, name, Lab.Current.SmeImage);
        try
        {
            var plan = await host.Plan(new(), ("ip", "127.0.0.1"));
            var change = ConfiguredHost.Run(plan);
            while (!change.IsCompleted && await host.Text(plan.Folder + "/state") != "open") await Task.Delay(50);
            var refused = await Assert.ThrowsAsync<DockerOpsException>(() => RunLock.TakeAsync(host.Session.Shell, 0, () => { }, default));
            Assert.Contains("being changed by", refused.Message, StringComparison.Ordinal);
            await change;
        }
        finally
        {
            await host.Sh("docker rm -f \"$1\"", name);
        }
    }

    [LabFact("nodes")]
    public async Task No_engine_is_changed_while_a_backup_holds_containers_and_none_are_held_meanwhile()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node("node2"));
        var shell = session.Shell;
        ContainerHold[] holds = [.. Enumerable.Range(0, 3000).Select(n => new ContainerHold($"some-container-{n}", $"{n:x64}", IsStop: true))];
        await using (await HoldJournal.BeginAsync(shell, holds, default))
        {
            var refused = await Assert.ThrowsAsync<DockerOpsException>(() => RunLock.TakeAsync(shell, 0, () => { }, default));
            Assert.Equal(FailureKind.Conflict, refused.Kind);
            Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
        }

        // What the dead have left is in nobody's way. A host needs a moment to see that one has gone.
        while (!(await shell.RunAsync(["sh", "-c", "flock -n /var/lib/dockerops/backup/* true"], default)).Success) await Task.Delay(50);
        await using (await RunLock.TakeAsync(shell, 0, () => { }, default))
        {
            var left = await HoldJournal.LeftAsync(shell, default);
            Assert.Equal(holds, left.Select(one => one.Hold));
            await HoldJournal.ForgetAsync(shell, left.Select(one => one.File), default);

            var refused = await Assert.ThrowsAsync<DockerOpsException>(() => HoldJournal.BeginAsync(shell, holds, default));
            Assert.Equal(FailureKind.Conflict, refused.Kind);
            Assert.Contains($"(process {Environment.ProcessId}, since", refused.Message, StringComparison.Ordinal);
            Assert.Equal("", await shell.ReadAsync("ls", "/var/lib/dockerops/backup"));
        }
    }

    [LabFact("nodes")]
    public async Task What_a_change_that_was_cut_off_has_left_is_awaited_and_comes_before_an_upgrade()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Node("node2"));
        var shell = host.Session.Shell;
        var dead = await ConfigLock.TakeAsync(shell, ConfigScripts.Base, new(), default);
        var step = dead.Shell.RunAsync(["sh", "-c", "sleep 3; touch /tmp/made"], default);
        while ((await shell.RunAsync(["flock", "-n", ConfigScripts.Base + "/step.lock", "true"], default)).Success) await Task.Delay(50);
        await dead.DisposeAsync();

        var waited = false;
        await using (await RunLock.TakeAsync(shell, 0, () => waited = true, default)) await shell.ReadAsync("rm", "/tmp/made");
        Assert.True(waited);
        await step;

        await shell.ReadAsync(ConfigScripts.Keep(ConfigScripts.Base + "/20261130T100000Z-000000", "dns", engineRuns: true, copying: null, [File]), default);
        var upgrade = await PreparedUpgrade.PrepareAsync(host.Session, new() { Version = Lab.Current.NodeVersions[1] }, default);
        Assert.Contains(upgrade.Plan.Findings, finding => finding is { Id: UpgradeFindingId.Interrupted, Severity: UpgradeSeverity.Blocking }
            && finding.Message.Contains("20261130T100000Z-000000", StringComparison.Ordinal));
    }
}
