using DockerOps.Daemon;
using DockerOps.Hosts;
using DockerOps.Tests.Hosts;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>Real engines started, stopped and reloaded by their real services.</summary>
[Collection(nameof(RestartedHostTests))]
public sealed class EngineServiceTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(90);

    [LabFact]
    public async Task An_init_script_stops_starts_and_restarts_the_engine_by_sudo_too()
    {
        await using var session = await Open.SessionAsync(Lab.Current.SmeAs("admin"));
        var service = await EngineService.FindAsync(session, CancellationToken.None);
        var first = service.State;
        Assert.Equal((EngineServiceKind.Script, "docker", true), (first.Kind, first.Name, first.IsActive));
        Assert.Equal("/usr/sbin/dockerd", first.Program);
        var stop = service.Stop(Long);
        Assert.Equal($"sudo -n -- service docker stop on {session.Host}", stop[0].Show(service.Shell));

        // What fails while the engine runs on is a failure; what fails because it has ended is not.
        Assert.Equal(FailureKind.CommandFailed, (await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(service, [new EngineStop(service, ["false"])]))).Kind);
        await RunAsync(service, [new EngineStop(service, ["sh", "-c", "service docker stop; exit 1"]), stop[1]]);
        var stopped = await service.AgainAsync(CancellationToken.None);
        Assert.Equal(("stopped", false), (stopped.State.State, stopped.State.IsActive));
        Assert.Equal(FailureKind.Conflict, Assert.Throws<DockerOpsException>(() => stopped.Reload(Long)).Kind);
        await RunAsync(stopped, stopped.Start(Long));
        var started = await stopped.AgainAsync(CancellationToken.None);
        await RunAsync(started, started.Restart(Long));
        var restarted = await started.AgainAsync(CancellationToken.None);
        Assert.True(started.State.IsActive && restarted.State.IsActive);
        Assert.Equal(3, new[] { first.ProcessId, started.State.ProcessId, restarted.State.ProcessId }.Distinct().Count());
    }

    [LabFact("nodes")]
    public async Task A_unit_is_stopped_with_its_socket_and_its_failures_are_forgotten()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node("node1"));
        var service = await EngineService.FindAsync(session, CancellationToken.None);
        var first = service.State;
        Assert.Equal((EngineServiceKind.Unit, "docker.service", "active", true), (first.Kind, first.Name, first.State, first.IsEnabled));
        Assert.Equal(("docker.socket", "/usr/bin/dockerd"), (first.SocketUnit, first.Program));

        await RunAsync(service, service.Stop(Long));
        Assert.Equal("inactive", (await service.AgainAsync(CancellationToken.None)).State.State);
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => session.Engine.RenewVersionAsync(CancellationToken.None));
        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        await session.Shell.ReadAsync("sh", "-c", "mkdir -p /etc/docker; echo '{\"no-such-option\": 1}' >/etc/docker/daemon.json");
        try
        {
            failure = await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(service, service.Start(Long)));
        }
        finally
        {
            await session.Shell.ReadAsync("rm", "/etc/docker/daemon.json");
            await RunAsync(service, service.Start(Long));
        }

        Assert.Equal(FailureKind.CommandFailed, failure.Kind);
        Assert.Contains("no-such-option", failure.Message, StringComparison.Ordinal);
        var last = await service.AgainAsync(CancellationToken.None);
        Assert.Equal("active", last.State.State);
        Assert.NotEqual(first.ProcessId, last.State.ProcessId);
        Assert.Contains(await last.LogAsync(DateTimeOffset.UnixEpoch, null, CancellationToken.None), line => line.Contains("API listen", StringComparison.Ordinal));
    }

    // No process and no socket: what is stopped are systemd's tries.
    [LabFact("nodes")]
    public async Task An_engine_that_systemd_tries_to_start_again_and_again_is_stopped()
    {
        const string Fail = """
            systemctl stop docker.socket docker.service
            printf '%s\n' '[Service]' ExecStart=/bin/false Restart=always RestartSec=300 >/etc/systemd/system/docker.service
            systemctl daemon-reload; systemctl start --no-block docker.service
            """;
        await using var session = await Open.SessionAsync(Lab.Current.Node("node1"));
        await session.Shell.ReadAsync("sh", "-c", "test ! -e /etc/systemd/system/docker.service");
        try
        {
            await session.Shell.ReadAsync("sh", "-c", Fail);
            for (var tries = 0; (await EngineService.FindAsync(session, default)).State is not { State: "activating", IsActive: false, IsSocketActive: false }; tries++)
            {
                Assert.True(tries < 100, "systemd does not wait between two tries");
                await Task.Delay(100);
            }

            var plan = await EngineServicePlan.StopAsync(session, Long, default);
            Assert.StartsWith("systemctl stop docker.socket docker.service", plan.Lines[0], StringComparison.Ordinal);
            await plan.RunAsync(default).ToListAsync();
            Assert.Equal("inactive", (await EngineService.FindAsync(session, default)).State.State);
        }
        finally
        {
            await session.Shell.ReadAsync("sh", "-c", "rm /etc/systemd/system/docker.service; systemctl daemon-reload; systemctl reset-failed docker.service; systemctl start docker.service");
        }
    }

    [LabFact("nodes")]
    public async Task A_unit_that_nothing_holds_loaded_starts()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node("node1"));
        await session.Shell.ReadAsync("sh", "-c", "systemctl disable docker.service; systemctl stop docker.socket docker.service");
        try
        {
            Assert.False((await session.Shell.RunAsync(["systemctl", "reset-failed", "docker.service"], default)).Success);
            var service = await EngineService.FindAsync(session, default);
            await RunAsync(service, service.Start(Long));
        }
        finally
        {
            await session.Shell.ReadAsync("sh", "-c", "systemctl enable docker.service; systemctl start docker.socket docker.service");
        }
    }

    [LabFact]
    public async Task A_reload_is_in_the_log_of_that_time()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var service = await EngineService.FindAsync(session, CancellationToken.None);
        var since = await service.ClockAsync(CancellationToken.None);
        await RunAsync(service, service.Reload(Long));
        IReadOnlyList<string> log = [];
        for (var tries = 0; tries < 50 && !log.Any(line => line.Contains("reload configuration", StringComparison.Ordinal)); tries++)
        {
            await Task.Delay(100);
            log = await service.LogAsync(since, null, CancellationToken.None);
        }

        Assert.Contains(log, line => line.Contains("reload configuration", StringComparison.Ordinal));
        Assert.Equal(service.State.ProcessId, (await service.AgainAsync(CancellationToken.None)).State.ProcessId);
        Assert.Empty(await service.LogAsync(since.AddDays(-2), since.AddDays(-1), CancellationToken.None));
    }

    [LabFact]
    public async Task An_engine_that_ends_at_once_is_a_failure_with_its_own_words_long_before_the_deadline()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var service = await EngineService.FindAsync(session, CancellationToken.None);
        await session.Shell.ReadAsync("sh", "-c", "mkdir -p /etc/docker; echo '{\"no-such-option\": 1}' >/etc/docker/daemon.json");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        DockerOpsException failure;
        try
        {
            failure = await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(service, service.Restart(TimeSpan.FromMinutes(5))));
        }
        finally
        {
            await session.Shell.ReadAsync("rm", "/etc/docker/daemon.json");
            await RunAsync(service, service.Start(Long));
        }

        Assert.Equal(FailureKind.CommandFailed, failure.Kind);
        Assert.Contains("no-such-option", failure.Message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"{watch.Elapsed}");
    }

    [LabFact]
    public async Task An_engine_on_a_socket_of_its_own_is_not_taken_for_the_machines_service()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Local);
        var service = await EngineService.FindAsync(session, CancellationToken.None);
        Assert.Equal((EngineServiceKind.Process, true), (service.State.Kind, service.State.IsActive));
        Assert.Equal(Lab.Current.Text("engines", "local", "log"), service.State.LogFile);
        var words = await File.ReadAllTextAsync($"/proc/{service.State.ProcessId}/cmdline");
        Assert.Contains("/local/daemon.json", words, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Unsupported, Assert.Throws<DockerOpsException>(() => service.Start(Long)).Kind);
        Assert.Equal(FailureKind.Unsupported, Assert.Throws<DockerOpsException>(() => service.Restart(Long)).Kind);
    }

    [LabFact]
    public async Task A_socket_that_nobody_serves_has_no_service()
    {
        await using var session = await Open.SessionAsync(DockerHost.Parse("unix:///run/nobody.sock"));
        var service = await EngineService.FindAsync(session, CancellationToken.None);
        Assert.Equal(EngineServiceKind.None, service.State.Kind);
        Assert.Equal(FailureKind.NotFound, Assert.Throws<DockerOpsException>(() => service.Stop(Long)).Kind);
    }

    [LabFact]
    public async Task Only_root_may()
    {
        await using var session = await Open.SessionAsync(Lab.Current.SmeAs("plain"));
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => EngineService.FindAsync(session, CancellationToken.None));
        Assert.Equal(FailureKind.NotPermitted, failure.Kind);
    }

    private static async Task RunAsync(EngineService service, IReadOnlyList<HostStep> steps)
    {
        foreach (var step in steps) await step.RunAsync(service.Shell, new TransferMeter(), CancellationToken.None);
    }
}
