using DockerOps.Hosts;
using DockerOps.Installation;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using Xunit;

namespace DockerOps.Tests.Installation;

/// <summary>Engines installed on real hosts that have none. Each test ends with what the node had at first.</summary>
[Collection(nameof(NodeTests))]
public sealed class InstallPlanTests
{
    private const string Present = "rpm -qa | grep -c -e docker -e containerd; find /usr/local/bin /etc/init.d/docker /etc/systemd/system/docker.service -type f 2>/dev/null; exit 0";

    [LabFact("nodes")]
    public async Task Docker_ce_comes_in_lock_step_and_one_that_does_not_start_is_taken_away()
    {
        await using var node = await OpenAsync("node1", "dnf -q -y remove docker-ce docker-ce-cli containerd.io docker-compose-plugin");
        var plan = await InstallPlan.PrepareAsync(node, new() { Version = "26.1" }, CancellationToken.None);
        Assert.Equal(
            ["containerd.io", "docker-ce", "docker-ce-cli", "docker-compose-plugin"], plan.Packages.Select(change => change.Name).Order(StringComparer.Ordinal));
        var version = Lab.Current.NodeVersions[1];
        Assert.All(plan.Packages.Where(change => change.Name is "docker-ce" or "docker-ce-cli"), change => Assert.Contains(version, change.To!, StringComparison.Ordinal));

        await node.Shell.ReadAsync("sh", "-c", "mkdir -p /etc/docker; echo '{\"no-such-option\": 1}' >/etc/docker/daemon.json");
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(plan));
        Assert.Equal(FailureKind.CommandFailed, failure.Kind);
        Assert.Contains("no-such-option", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("taken away again.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("0", await node.Shell.ReadAsync("sh", "-c", Present));
        await node.Shell.ReadAsync("rm", "/etc/docker/daemon.json");

        var engine = await RunAsync(await InstallPlan.PrepareAsync(node, new() { Version = Lab.Current.NodeVersions[0] }, CancellationToken.None));
        Assert.StartsWith(Lab.Current.NodeVersions[0], engine.Version, StringComparison.Ordinal);
        Assert.Equal((true, true, EngineInstallation.Package), (engine.IsRunning, engine.Service!.IsEnabled, engine.Installation));
        var again = await Assert.ThrowsAsync<DockerOpsException>(() => InstallPlan.PrepareAsync(node, new(), CancellationToken.None));
        Assert.Equal(FailureKind.Conflict, again.Kind);
        await node.Shell.ReadAsync("sh", "-c", "cd /srv/engines/rpm && rpm -U --oldpackage --replacepkgs $(cat ../oldest-ce) 2>/dev/null");
    }

    [LabFact("nodes")]
    public async Task Static_programs_come_with_a_script_and_package_files_with_their_own()
    {
        await using var node = await OpenAsync("node2", "! rpm -q docker-engine >/dev/null || rpm -e docker-engine");
        var (versions, folder) = (Lab.Current.NodeVersions, Lab.Current.Text("nodes", "packages"));
        var archive = new InstallOptions { Source = EngineSource.Static, Version = versions[^1], Paths = [$"{folder}/static/docker-{versions[^1]}.tgz"] };
        var early = await Assert.ThrowsAsync<DockerOpsException>(() => InstallPlan.PrepareAsync(node, archive with { Sha256 = new string('0', 64) }, CancellationToken.None));
        Assert.Equal((FailureKind.Corrupt, (object)archive.Paths[0]), (early.Kind, early.Target));
        var other = archive with { Paths = [], Url = $"file://{Lab.Current.Text("nodes", "hostPackages")}/static/docker-{versions[^1]}.tgz", Sha256 = new string('0', 64) };
        var wrong = await InstallPlan.PrepareAsync(node, other, CancellationToken.None);
        Assert.Contains("SHA-256", (await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(wrong))).Message, StringComparison.Ordinal);
        await LeavesAloneAsync(node, archive);
        Assert.Equal("0", await node.Shell.ReadAsync("sh", "-c", Present));

        // What a client leaves that is killed between two steps, the next one takes away.
        var facts = await HostFactsProbe.RunAsync(node.Shell, null, CancellationToken.None);
        foreach (var step in StaticInstallation.Steps(facts, archive)) await step.Run.RunAsync(node.Shell, new TransferMeter(), CancellationToken.None);
        var again = await InstallPlan.PrepareAsync(node, other, CancellationToken.None);
        Assert.Equal(StaticInstallation.RemoveUnfinished(facts).Select(step => step.Run.Show(node.Shell)), again.Lines.Take(StaticInstallation.RemoveUnfinished(facts).Count));
        await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(again));
        Assert.Equal("0", await node.Shell.ReadAsync("sh", "-c", Present));

        // As Get-FileHash writes it.
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(archive.Paths[0])));
        var engine = await RunAsync(await InstallPlan.PrepareAsync(node, archive with { Sha256 = hash }, CancellationToken.None));
        Assert.StartsWith(versions[^1], engine.Version, StringComparison.Ordinal);
        Assert.Equal((EngineInstallation.Static, "/usr/local/bin/dockerd", true), (engine.Installation, engine.Program, engine.Service!.IsEnabled));
        await node.Shell.ReadAsync("sh", "-c", "service docker stop; update-rc.d -f docker remove; rm -f /etc/init.d/docker /usr/local/bin/*");

        var file = Directory.GetFiles($"{folder}/rpm", $"docker-engine-{versions[0]}-*.rpm").Single();
        engine = await RunAsync(await InstallPlan.PrepareAsync(node, new() { Paths = [file] }, CancellationToken.None));
        Assert.StartsWith($"docker-engine {versions[0]}", engine.Package, StringComparison.Ordinal);
        Assert.Equal("", await node.Shell.ReadAsync("sh", "-c", "ls /var/lib/dockerops/install 2>/dev/null; exit 0"));
    }

    [LabFact("nodes")]
    public async Task Apt_installs_from_its_repository_and_keeps_changed_files()
    {
        await using var node = await OpenAsync("node3", "DEBIAN_FRONTEND=noninteractive apt-get -qq -y remove docker.io containerd >/dev/null 2>&1");
        var missing = await Assert.ThrowsAsync<DockerOpsException>(() => InstallPlan.PrepareAsync(node, new() { Version = "17.03" }, CancellationToken.None));
        Assert.Equal(FailureKind.NotFound, missing.Kind);
        var engine = await RunAsync(await InstallPlan.PrepareAsync(node, new() { Version = Lab.Current.NodeVersions[0] }, CancellationToken.None));
        Assert.StartsWith($"docker.io {Lab.Current.NodeVersions[0]}", engine.Package, StringComparison.Ordinal);
        Assert.True(engine.IsRunning);
        await node.Shell.ReadAsync("sh", "-c", """
            v=$(apt-cache madison containerd | tail -n 1 | cut -d '|' -f 2 | tr -d ' ')
            DEBIAN_FRONTEND=noninteractive exec apt-get -qq -y --allow-downgrades install "containerd=$v" >/dev/null 2>&1
            """);
    }

    [LabFact("nodes")]
    public async Task A_package_manager_goes_on_to_its_end_when_its_client_is_killed()
    {
        // apt waits before it calls dpkg.
        const string Wait = "touch /root/begun; n=0; while [ ! -e /root/go ] && [ $n -lt 600 ]; do n=$((n+1)); sleep 0.1; done";
        await using var node = await OpenAsync("node3", "DEBIAN_FRONTEND=noninteractive apt-get -qq -y remove docker.io containerd >/dev/null 2>&1");
        try
        {
            await node.Shell.ReadAsync("sh", "-c", "echo \"DPkg::Pre-Invoke {\\\"$1\\\";};\" >/etc/apt/apt.conf.d/99wait", "sh", Wait);
            await KilledClient.RunAsync("", "install", Lab.Current.Node("node3").ToString(), Lab.Current.NodeVersions[0], "/root/begun");
            // What ends with its client has ended by then.
            await Task.Delay(TimeSpan.FromSeconds(2));
            await node.Shell.ReadAsync("touch", "/root/go");
            await using (await RunLock.TakeAsync(node.Shell, 120, () => { }, default))
            {
                Assert.Equal("", await node.Shell.ReadAsync("dpkg", "--audit"));
                Assert.StartsWith("install ok installed", await node.Shell.ReadAsync("dpkg-query", "-W", "-f", "${Status}", "docker.io"), StringComparison.Ordinal);
            }
        }
        finally
        {
            await node.Shell.ReadAsync("sh", "-c", "rm -f /etc/apt/apt.conf.d/99wait /root/begun /root/go");
            if (!(await node.Shell.RunAsync(["test", "-e", "/usr/sbin/dockerd"], default)).Success) await RunAsync(await InstallPlan.PrepareAsync(node, new() { Version = Lab.Current.NodeVersions[0] }, default));
            await node.Shell.ReadAsync("systemctl", "enable", "-q", "--now", "docker.service");
        }
    }

    [LabFact("nodes")]
    public async Task Ctrl_C_while_packages_are_fetched_stops_at_once_and_leaves_nothing()
    {
        // 70 MB at 100 kB/s.
        const string Slow = """
            cd /srv/engines/rpm
            setsid python3 -m http.server --bind 127.0.0.1 8099 >/dev/null 2>&1 </dev/null &
            echo $! >/root/slow.pid
            printf '[slow]\nname=slow\nbaseurl=http://127.0.0.1:8099/\ngpgcheck=0\nenabled=0\npriority=1\nthrottle=100k\n' >/etc/yum.repos.d/slow.repo
            n=0; until curl -s -o /dev/null http://127.0.0.1:8099/; do n=$((n + 1)); [ $n -lt 100 ] || exit; sleep 0.1; done
            """;
        const string Fetched = "find /var/cache/dnf/slow-*/packages -size +100k 2>/dev/null | grep -c . || :";
        await using var node = await OpenAsync("node1", "dnf -q -y remove docker-ce docker-ce-cli containerd.io docker-compose-plugin");
        try
        {
            await node.Shell.ReadAsync("sh", "-c", Slow);
            var plan = await InstallPlan.PrepareAsync(node, new() { Version = Lab.Current.NodeVersions[0], Repository = "slow" }, default);
            using var stop = new CancellationTokenSource();
            var run = Task.Run(async () =>
            {
                await foreach (var item in plan.RunAsync(stop.Token)) _ = item;
            });
            while (!run.IsCompleted && await node.Shell.ReadAsync("sh", "-c", Fetched) == "0") await Task.Delay(200);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(60)));
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
            Assert.Equal("0", await node.Shell.ReadAsync("sh", "-c", Present));
            // Nothing of it goes on, and nobody is in the way of the next one.
            await using (await RunLock.TakeAsync(node.Shell, 0, () => Assert.Fail("A step was left running."), default)) Assert.NotEqual("0", await node.Shell.ReadAsync("sh", "-c", Fetched));
        }
        finally
        {
            await node.Shell.ReadAsync("sh", "-c", "kill $(cat /root/slow.pid); rm -rf /root/slow.pid /etc/yum.repos.d/slow.repo /var/cache/dnf/slow-*; cd /srv/engines/rpm && rpm -U --oldpackage --replacepkgs $(cat ../oldest-ce) 2>/dev/null");
        }
    }

    // A script of somebody's own: there before the plan, or made between plan and run.
    private static async Task LeavesAloneAsync(HostSession node, InstallOptions archive)
    {
        async Task RefusedAsync(Func<Task> install)
        {
            await node.Shell.ReadAsync("sh", "-c", "printf '#!/bin/sh\\necho mine\\n' >/etc/init.d/docker; chmod 0755 /etc/init.d/docker");
            Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(install)).Kind);
            Assert.Equal("#!/bin/sh\necho mine", (await node.Shell.ReadAsync("cat", "/etc/init.d/docker")).TrimEnd());
            await node.Shell.ReadAsync("rm", "/etc/init.d/docker");
        }

        var plan = await InstallPlan.PrepareAsync(node, archive, CancellationToken.None);
        await RefusedAsync(() => RunAsync(plan));
        Assert.Equal("0", await node.Shell.ReadAsync("sh", "-c", Present));
        await RefusedAsync(() => InstallPlan.PrepareAsync(node, archive, CancellationToken.None));
    }

    private static async Task<HostSession> OpenAsync(string name, string removal)
    {
        var session = await Open.SessionAsync(Lab.Current.Node(name));
        await session.Shell.ReadAsync("sh", "-c", removal);
        return session;
    }

    private static async Task<DockerEngine> RunAsync(InstallPlan plan)
    {
        DockerEngine? engine = null;
        await foreach (var item in plan.RunAsync(CancellationToken.None))
            engine = item is Output<DockerEngine> output ? output.Value : engine;
        return engine!;
    }
}
