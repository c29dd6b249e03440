using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;
using Xunit.Abstractions;

namespace DockerOps.Tests.Upgrade;

/// <summary>
/// Real engines from one release to the next and back, by packages, over SSH, with containers that run, are paused and have
/// ended, and a volume. One release forward on two hosts; with <c>DOCKEROPS_FULL_MATRIX</c> all releases on all of them.
/// </summary>
[Collection(nameof(NodeTests))]
public sealed class UpgradeWayTests(ITestOutputHelper output)
{
    // As the host's own libdevmapper, but without a symbol that it needs itself: every engine that loads it ends with status 127.
    private const string BreakText = """
        set -e
        so=$(ls /usr/lib/*/libdevmapper.so.1.02.1); d=/root/dm; mkdir -p $d/repo; cp -p "$so" $d/
        build() {
          printf '%s\n' 'Name: device-mapper-libs' "Version: $1" 'Release: 1' 'Summary: x' 'License: MIT' 'AutoReqProv: no' \
            '%define __os_install_post %{nil}' '%define debug_package %{nil}' '%global _build_id_links none' '%description' x \
            '%install' "install -D $d/$1 %{buildroot}$so" '%files' "$so" >$d/spec
          rpmbuild --quiet -bb --define "_topdir $d/top" --define '_buildshell /bin/bash' $d/spec >$d/log 2>&1
        }
        python3 -c 'import sys; sys.stdout.buffer.write(open(sys.argv[1], "rb").read().replace(b"dm_task_get_info", b"dm_task_get_inf0"))' "$so" >$d/1.02.84
        cp "$so" $d/1.02.93
        build 1.02.84; build 1.02.93
        mv $d/top/RPMS/*/*.rpm $d/repo/
        createrepo_c -q $d/repo
        rpm -i --replacefiles $d/repo/device-mapper-libs-1.02.84*
        printf '[dm]\nname=dm\nbaseurl=file://%s/repo\nenabled=1\ngpgcheck=0\n' $d >/etc/yum.repos.d/dm.repo
        """;

    private const string MendText = """
        [ -d /root/dm ] || exit 0
        rpm -e --justdb device-mapper-libs
        cp -p /root/dm/libdevmapper.so.1.02.1 /usr/lib/*/libdevmapper.so.1.02.1
        rm -rf /root/dm /etc/yum.repos.d/dm.repo
        """;

    private static readonly bool Full = Environment.GetEnvironmentVariable("DOCKEROPS_FULL_MATRIX") is not null;

    [LabTheory("nodes")]
    [InlineData("node1", true)]
    [InlineData("node2", false)]
    [InlineData("node3", true)]
    public async Task An_engine_goes_forward_and_back_and_nothing_is_lost(string node, bool always)
    {
        if (!always && !Full) return;
        var versions = Full ? Lab.Current.NodeVersions : [.. Lab.Current.NodeVersions.Take(2)];
        var name = Lab.Unique("way");
        await using var session = await Open.SessionAsync(Lab.Current.Node(node));
        var before = await FillAsync(session, name);
        // As a client leaves it that is killed before its run has begun.
        const string Left = JournalScripts.Base + "/20000101T000000Z-000000";
        await session.Shell.ReadAsync("mkdir", "-p", Left);
        try
        {
            foreach (var version in versions.Skip(1)) await ForwardAsync(session, version, before);
            Assert.False((await session.Shell.RunAsync(["test", "-e", Left], CancellationToken.None)).Success);
            if (node == "node1") await session.Shell.ReadAsync("sh", "-c", BreakText);
            foreach (var version in versions.Reverse().Skip(1)) await BackAsync(session, version, before, breaks: node == "node1" && version == versions[0]);
            Assert.Equal("kept", await session.Shell.ReadAsync("docker", "exec", name + "-runs", "cat", "/d/x"));
        }
        finally
        {
            await session.Shell.ReadAsync("sh", "-c", MendText);
            await session.Shell.ReadAsync("sh", "-c", "docker rm -f \"$1-runs\" \"$1-paused\" \"$1-ended\" && docker volume rm \"$1\"", "sh", name);
        }
    }

    private static async Task<EngineInventory> FillAsync(HostSession session, string name)
    {
        const string Text = """
            docker run -d --name "$1-runs" --restart always --stop-signal KILL -v "$1:/d" "$2" sh -c 'echo kept >/d/x; sleep 100000' &&
            docker run -d --name "$1-paused" --stop-signal KILL "$2" sleep 100000 && docker pause "$1-paused" && docker run --name "$1-ended" "$2" true
            """;
        await session.Shell.ReadAsync("sh", "-c", Text, "sh", name, Lab.Current.SmeImage);
        return await EngineInventory.ReadAsync(session.Engine, default);
    }

    private async Task ForwardAsync(HostSession session, string version, EngineInventory before)
    {
        var upgrade = await PreparedUpgrade.PrepareAsync(session, new() { Version = version }, default);
        Assert.False(upgrade.Plan.IsBlocked, string.Join('\n', upgrade.Plan.Findings));
        await CheckAsync(session, await RunAsync(upgrade), UpgradeOutcome.Upgraded, version, before);
    }

    private async Task BackAsync(HostSession session, string version, EngineInventory before, bool breaks)
    {
        var report = await RunAsync(await PreparedUpgrade.RestoreAsync(session, KnownFailures.BuiltIn, default));
        await CheckAsync(session, report, UpgradeOutcome.Restored, version, before);
        Assert.Equal(breaks ? ["device-mapper-symbol"] : [], report.KnownFailures.Select(failure => failure.Id));
        if (!breaks) return;
        Assert.Contains(report.Evidence, line => line.Contains("dm_task_get_inf", StringComparison.Ordinal));
        Assert.Contains(report.Steps, step => step is { Id: "remedy-device-mapper-symbol", Failure: null });
        Assert.StartsWith("device-mapper-libs-1.02.93", await session.Shell.ReadAsync("rpm", "-q", "device-mapper-libs"), StringComparison.Ordinal);
    }

    private async Task<UpgradeReport> RunAsync(PreparedUpgrade upgrade)
    {
        UpgradeReport? report = null;
        await foreach (var item in UpgradeRun.RunAsync(upgrade, default)) report = (item as Output<UpgradeReport>)?.Value ?? report;
        output.WriteLine($"{report!.DockerHost}: {report.Outcome}, {report.FromVersion} and {report.ToVersion}, down for {report.Downtime?.TotalSeconds:0.0} s {report.Failure}");
        foreach (var line in report.Evidence) output.WriteLine("  " + line);
        return report;
    }

    private static async Task CheckAsync(HostSession session, UpgradeReport report, UpgradeOutcome outcome, string version, EngineInventory before)
    {
        Assert.True(report.Outcome == outcome, $"{report.Outcome}: {report.Failure}");
        var now = await EngineInventory.ReadAsync(session.Engine, default);
        Assert.StartsWith(version, now.EngineVersion, StringComparison.Ordinal);
        Assert.DoesNotContain(InventoryComparison.Between(before, now), difference => difference.IsLoss);
    }
}
