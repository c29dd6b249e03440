using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>Changes of a host that systemd runs: its unit says <c>-H fd://</c>, as everybody's does.</summary>
[Collection(nameof(NodeTests))]
public sealed class SystemdConfigTests
{
    private const string Json = "/etc/docker/daemon.json";

    [LabFact("nodes")]
    public async Task The_unit_stays_and_our_drop_in_says_what_differs()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Node("node1"));
        var unit = await host.Sh("systemctl cat docker.service --no-pager | sha256sum; sha256sum $(systemctl show -p FragmentPath docker.service | cut -d = -f 2)");

        await host.Set(new(), ("hosts", new[] { "fd://", "unix:///run/second.sock" }), ("DOCKER_TMPDIR", "/tmp/d x"), ("labels", new[] { "n=1" }));

        Assert.EndsWith(unit.Split('\n')[1], await host.Sh("sha256sum $(systemctl show -p FragmentPath docker.service | cut -d = -f 2)"), StringComparison.Ordinal);
        Assert.Contains("ExecStart=\nExecStart=", await host.Text(UnitDropIn.Path), StringComparison.Ordinal);
        Assert.Equal("yes", await host.Sh("test -S /run/second.sock && echo yes"));
        Assert.Contains("DOCKER_TMPDIR=/tmp/d x", await host.Sh("tr '\\0' '\\n' <\"/proc/$1/environ\"", $"{await host.Process()}"), StringComparison.Ordinal);

        // moby#20317: what the unit has as a flag, written to the file by hand.
        await host.Sh("echo '{ \"hosts\": [\"unix:///var/run/docker.sock\"], \"labels\": [\"n=1\"] }' >\"$1\"", Json);
        var running = await host.Process();
        var refused = await Assert.ThrowsAsync<DockerOpsException>(() => host.Plan(new(), ("debug", true)));
        Assert.Equal((FailureKind.InvalidInput, "hosts"), (refused.Kind, refused.Target));
        await host.Session.Engine.RenewVersionAsync(default);
        Assert.Equal(running, await host.Process());
        await host.Set(new() { Document = DaemonDocument.DaemonJson }, ("hosts", "unix:///var/run/docker.sock"));
        Assert.DoesNotContain("-H fd://", await host.Sh("tr '\\0' ' ' <\"/proc/$1/cmdline\"", $"{await host.Process()}"), StringComparison.Ordinal);
    }

    [LabFact("nodes")]
    public async Task A_restart_makes_the_socket_again_that_an_engine_took_away()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Node("node1"));
        await host.Set(new(), ("hosts", "unix:///var/run/docker.sock"));
        Assert.True((await EngineService.FindAsync(host.Session, default)).State.IsSocketLost);
        await host.Set(new() { NoRestart = true }, ("hosts", "fd://"));

        var plan = await EngineServicePlan.RestartAsync(host.Session, EngineService.DefaultTimeout, default);
        Assert.StartsWith("systemctl stop docker.socket docker.service", plan.Lines[0], StringComparison.Ordinal);
        await plan.RunAsync(default).ToListAsync();

        await host.Session.Engine.RenewVersionAsync(default);
        Assert.Contains("fd://", await host.Sh("tr '\\0' ' ' <\"/proc/$1/cmdline\"", $"{await host.Process()}"), StringComparison.Ordinal);
        Assert.False((await EngineService.FindAsync(host.Session, default)).State.IsSocketLost);
        Assert.StartsWith("systemctl restart", (await EngineServicePlan.RestartAsync(host.Session, EngineService.DefaultTimeout, default)).Lines[1], StringComparison.Ordinal);
    }

    [LabFact("nodes")]
    public async Task A_reload_is_systemds_and_a_failed_start_is_taken_back_with_the_journals_words()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Node("node1"));
        await host.Set(new(), ("labels", new[] { "n=1" }));
        var running = await host.Process();
        var plan = await host.Plan(new(), ("labels", new[] { "n=2" }));
        Assert.Contains(plan.Lines, line => line.StartsWith("systemctl reload docker.service", StringComparison.Ordinal));
        await ConfiguredHost.Run(plan);
        Assert.Equal(running, await host.Process());

        var text = await host.Text(Json);
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => host.Set(new(), ("storage-driver", "nosuch"), ("DOCKER_TMPDIR", "/tmp/x")));

        Assert.Contains("nosuch", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The old files are back, and the engine runs with them again.", failure.Message, StringComparison.Ordinal);
        Assert.Equal((text, "none"), (await host.Text(Json), await host.Text(UnitDropIn.Path)));
        Assert.Equal("active", await host.Sh("systemctl is-active docker.service"));
    }

    [LabFact("nodes")]
    public async Task A_sysconfig_file_that_the_script_reads_is_where_settings_go()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Node("node2"));
        await host.Sh("printf '# ours\\nother_args=\"--label a=1\"\\nother_args=\"--label b=2\"\\n' >/etc/sysconfig/docker");

        await host.Set(new() { Merge = true }, ("dns", "192.168.1.1"));

        Assert.Equal("# ours\nother_args=\"--label a=1 --label b=2 --dns 192.168.1.1\"", await host.Text("/etc/sysconfig/docker"));
        Assert.Contains("--label a=1 --label b=2 --dns 192.168.1.1", await host.Sh("tr '\\0' ' ' <\"/proc/$1/cmdline\"", $"{await host.Process()}"), StringComparison.Ordinal);
    }
}
