using System.Security.Cryptography;
using DockerOps.Installation;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;
using Xunit.Abstractions;

namespace DockerOps.Tests.Upgrade;

/// <summary>
/// Hosts whose engine is static programs, upgraded from an address and from a file here, and back. Each test ends with what the
/// node had at first.
/// </summary>
[Collection(nameof(NodeTests))]
public sealed class StaticUpgradeTests(ITestOutputHelper output)
{
    private const string TakeAwayPackages = """
        if [ -d /run/systemd/system ]; then dnf -q -y remove docker-ce docker-ce-cli containerd.io docker-compose-plugin; elif rpm -q docker-engine >/dev/null; then rpm -e docker-engine; fi
        """;

    private const string PutBackPackages = """
        if [ -d /run/systemd/system ]; then
          systemctl disable -q --now docker.service; rm -f /etc/systemd/system/docker.service /usr/local/bin/*; systemctl daemon-reload
          cd /srv/engines/rpm && rpm -U --oldpackage --replacepkgs $(cat ../oldest-ce) 2>/dev/null && systemctl -q enable --now docker.service
        else
          service docker stop; update-rc.d -f docker remove; rm -f /etc/init.d/docker /usr/local/bin/*
          cd /srv/engines/rpm && rpm -U --oldpackage --replacepkgs $(cat ../oldest-engine) && service docker start && update-rc.d docker defaults
        fi
        """;

    private static string Old => Lab.Current.NodeVersions[0];

    private static string New => Lab.Current.NodeVersions[1];

    private static string Archive(string version) => $"{Lab.Current.Text("nodes", "packages")}/static/docker-{version}.tgz";

    [LabTheory("nodes")]
    [InlineData("node1")]
    [InlineData("node2")]
    public async Task Static_programs_are_swapped_and_come_back(string node)
    {
        var (name, hash) = (Lab.Unique("static"), Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Archive(New)))));
        await using var session = await Open.SessionAsync(Lab.Current.Node(node));
        await session.Shell.ReadAsync("sh", "-c", TakeAwayPackages);
        try
        {
            var install = await InstallPlan.PrepareAsync(session, new() { Source = EngineSource.Static, Version = Old, Paths = [Archive(Old)] }, default);
            await foreach (var _ in install.RunAsync(default)) { }
            await session.Shell.ReadAsync(
                "docker", "run", "-d", "--name", name, "--stop-signal", "KILL", "-v", name + ":/d", Lab.Current.SmeImage, "sh", "-c", "echo kept >/d/x; sleep 100000");
            var before = await EngineInventory.ReadAsync(session.Engine, default);

            var file = new UpgradeOptions { Source = UpgradeSource.Path, Version = New, Path = Archive(New) };
            var early = await Assert.ThrowsAsync<DockerOpsException>(() => PreparedUpgrade.PrepareAsync(session, file with { Sha256 = new string('0', 64) }, default));
            Assert.Equal((FailureKind.Corrupt, (object)file.Path), (early.Kind, early.Target));
            var address = new UpgradeOptions { Source = UpgradeSource.Static, Version = New, Url = $"file://{Lab.Current.Text("nodes", "hostPackages")}/static/docker-{New}.tgz", Sha256 = hash };
            var wrong = await RunAsync(session, address with { Sha256 = new string('0', 64) });
            Assert.Equal(UpgradeOutcome.Unchanged, wrong.Outcome);
            Assert.Contains("SHA-256", wrong.Failure, StringComparison.Ordinal);
            await CheckAsync(session, wrong, UpgradeOutcome.Unchanged, Old, before);
            await CheckAsync(session, await RunAsync(session, address), UpgradeOutcome.Upgraded, New, before);
            await CheckAsync(session, await LastAsync(await PreparedUpgrade.RestoreAsync(session, [], default)), UpgradeOutcome.Restored, Old, before);

            var fails = await PreparedUpgrade.PrepareAsync(session, file, default);
            fails.Context!.Inside = (step, isBack, isAfter) => (step, isBack, isAfter) == ("start-engine", false, true) ? throw FaultPoint.Failure(step) : Task.CompletedTask;
            await CheckAsync(session, await LastAsync(fails), UpgradeOutcome.RolledBack, Old, before);
            await CheckAsync(session, await RunAsync(session, file), UpgradeOutcome.Upgraded, New, before);
            Assert.Equal("kept", await session.Shell.ReadAsync("docker", "exec", name, "cat", "/d/x"));
        }
        finally
        {
            await session.Shell.ReadAsync("sh", "-c", "docker rm -f \"$1\"; docker volume rm \"$1\"; exit 0", "sh", name);
            await session.Shell.ReadAsync("sh", "-c", PutBackPackages);
        }
    }

    private async Task<UpgradeReport> RunAsync(HostSession session, UpgradeOptions options) => await LastAsync(await PreparedUpgrade.PrepareAsync(session, options, default));

    private async Task<UpgradeReport> LastAsync(PreparedUpgrade upgrade)
    {
        Assert.False(upgrade.Plan.IsBlocked, string.Join('\n', upgrade.Plan.Findings));
        var report = await LastReport.OfAsync(upgrade);
        output.WriteLine($"{report.DockerHost}: {report.Outcome}, {report.FromVersion} and {report.ToVersion}, down for {report.Downtime?.TotalSeconds:0.0} s {report.Failure}");
        return report;
    }

    // The engine that answers is the program in its place, and nothing lies beside it.
    private static async Task CheckAsync(HostSession session, UpgradeReport report, UpgradeOutcome outcome, string version, EngineInventory before)
    {
        Assert.True(report.Outcome == outcome, $"{report.Outcome}: {report.Failure}");
        var now = await EngineInventory.ReadAsync(session.Engine, default);
        Assert.StartsWith(version, now.EngineVersion, StringComparison.Ordinal);
        Assert.DoesNotContain(InventoryComparison.Between(before, now), difference => difference.IsLoss);
        Assert.Contains($" {version}", await session.Shell.ReadAsync("/usr/local/bin/dockerd", "--version"), StringComparison.Ordinal);
        Assert.Equal("", await session.Shell.ReadAsync("sh", "-c", "ls /usr/local/bin | grep dockerops; exit 0"));
    }
}
