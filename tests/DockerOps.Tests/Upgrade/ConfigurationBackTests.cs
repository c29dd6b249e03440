using DockerOps.Engine;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>An upgrade that is undone after somebody has changed the configuration: nothing of that is lost.</summary>
[Collection(nameof(NodeTests))]
public sealed class ConfigurationBackTests
{
    private const string Path = "/etc/docker/daemon.json";
    private const string OtherRoot = "/var/lib/docker-other";

    [LabFact("nodes")]
    public async Task What_replaced_a_changed_configuration_is_told_and_the_change_is_kept()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node("node2"));
        Task WriteAsync(string text) => session.Shell.ReadAsync("sh", "-c", "mkdir -p /etc/docker && printf '%s' \"$2\" >\"$1\"", "sh", Path, text);
        try
        {
            await WriteAsync("""{"labels":["then=1"]}""");
            var upgrade = await PreparedUpgrade.PrepareAsync(session, new() { Version = Lab.Current.NodeVersions[1] }, default);
            Assert.Equal(UpgradeOutcome.Upgraded, (await LastReport.OfAsync(upgrade)).Outcome);
            Assert.Empty((await PreparedUpgrade.RestoreAsync(session, [], default)).Plan.Findings);

            // The old configuration would look for the data where it is no longer.
            await WriteAsync($$"""{"data-root":"{{OtherRoot}}"}""");
            await session.Shell.ReadAsync("service", "docker", "restart");
            await AnswerAsync(session, OtherRoot);
            var refused = await Assert.ThrowsAsync<DockerOpsException>(() => PreparedUpgrade.RestoreAsync(session, [], default));
            Assert.Equal(FailureKind.Conflict, refused.Kind);
            Assert.Contains(OtherRoot, refused.Message, StringComparison.Ordinal);

            await WriteAsync("""{"labels":["now=1","more=1"]}""");
            await session.Shell.ReadAsync("service", "docker", "restart");
            await AnswerAsync(session, "/var/lib/docker");
            var restore = await PreparedUpgrade.RestoreAsync(session, [], default);
            var finding = Assert.Single(restore.Plan.Findings);
            var kept = $"{UpgradeJournal.FolderOf(upgrade.Context!.Record.Id)}/replaced";
            Assert.Equal((UpgradeSeverity.Warning, UpgradeFindingId.ConfigurationReplaced), (finding.Severity, finding.Id));
            Assert.Contains(Path, finding.Message, StringComparison.Ordinal);
            Assert.Contains(kept, finding.Message, StringComparison.Ordinal);

            var report = await LastReport.OfAsync(restore);
            Assert.True(report.Outcome == UpgradeOutcome.Restored, report.Failure);
            Assert.Contains(report.Evidence, line => line.Contains(Path, StringComparison.Ordinal) && line.Contains(kept, StringComparison.Ordinal));
            Assert.Equal("""{"labels":["then=1"]}""", await session.Shell.ReadAsync("cat", Path));
            Assert.Equal("""{"labels":["now=1","more=1"]}""", await session.Shell.ReadAsync("cat", kept + Path));
        }
        finally
        {
            await session.Shell.ReadAsync("sh", "-c", "rm -rf \"$1\" \"$2\"; service docker restart", "sh", Path, OtherRoot);
        }
    }

    [LabFact("nodes")]
    public async Task A_file_that_the_old_engine_would_not_start_with_is_taken_away_and_kept()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node("node2"));
        try
        {
            await session.Shell.ReadAsync("mkdir", "-p", "/etc/docker");
            var upgrade = await PreparedUpgrade.PrepareAsync(session, new() { Version = Lab.Current.NodeVersions[1] }, default);
            Assert.Equal(UpgradeOutcome.Upgraded, (await LastReport.OfAsync(upgrade)).Outcome);
            await session.Shell.ReadAsync("sh", "-c", "echo '{\"proxies\":{\"no-proxy\":\"x\"}}' >\"$1\"; service docker restart", "sh", Path);
            await AnswerAsync(session, "/var/lib/docker");

            var restore = await PreparedUpgrade.RestoreAsync(session, [], default);
            Assert.Contains(Path, Assert.Single(restore.Plan.Findings).Message, StringComparison.Ordinal);
            var report = await LastReport.OfAsync(restore);
            Assert.True(report.Outcome == UpgradeOutcome.Restored, $"{report.Failure} {string.Join('\n', report.Evidence)}");
            Assert.Equal("gone", await session.Shell.ReadAsync("sh", "-c", "[ -e \"$1\" ] || echo gone", "sh", Path));
            Assert.Contains("no-proxy", await session.Shell.ReadAsync("cat", $"{UpgradeJournal.FolderOf(upgrade.Context!.Record.Id)}/replaced{Path}"), StringComparison.Ordinal);
        }
        finally
        {
            await session.Shell.ReadAsync("sh", "-c", "rm -f \"$1\"; service docker status || service docker restart", "sh", Path);
        }
    }

    // busybox's tar has none of these options.
    [LabFact("nodes")]
    public async Task A_plain_tar_is_enough()
    {
        const string Folder = "/tmp/plain";
        const string Set = """
            mkdir -p /etc/docker "$1" && cd "$1" || exit
            printf '#!/bin/sh\ncase " $* " in *" -d"*|*--quoting-style*|*" -T "*) exit 1 ;; esac\nexec /usr/bin/tar "$@"\n' >tar && chmod +x tar
            echo then >"$2"; ln -s then /etc/docker/link; echo same >"/etc/docker/with blanks"
            tar -cf config.tar -C / etc/docker
            echo now >"$2"; ln -sfn now /etc/docker/link
            mkdir -p /etc/systemd/system/docker.service.d && echo new >/etc/systemd/system/docker.service.d/new.conf
            """;
        await using var session = await Open.SessionAsync(Lab.Current.Node("node2"));
        Task<string> PlainAsync(IEnumerable<string> words) => session.Shell.ReadAsync([.. new[] { "env", $"PATH={Folder}:/usr/sbin:/usr/bin:/sbin:/bin" }, .. words], default);
        try
        {
            await session.Shell.ReadAsync("sh", "-c", Set, "sh", Folder, Path);
            string[] changed = [Path[1..], "etc/docker/link", "etc/systemd/system/docker.service.d/new.conf"];
            Assert.Equal(changed, (await PlainAsync(ConfigurationScripts.Differing(Folder + "/config.tar"))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());

            await PlainAsync(ConfigurationScripts.PutBack(Folder + "/config.tar", Folder + "/kept"));
            Assert.Equal("then then", await session.Shell.ReadAsync("sh", "-c", "cd /etc/docker && echo \"$(cat daemon.json) $(readlink link)\"; cat /etc/systemd/system/docker.service.d/new.conf 2>/dev/null || :"));
            Assert.Equal("now now new", await session.Shell.ReadAsync("sh", "-c", "cd \"$1/kept/etc\" && echo \"$(cat docker/daemon.json) $(readlink docker/link) $(cat systemd/system/docker.service.d/new.conf)\"", "sh", Folder));
        }
        finally
        {
            await session.Shell.ReadAsync("sh", "-c", "rm -rf \"$1\" \"$2\" /etc/docker/link '/etc/docker/with blanks' /etc/systemd/system/docker.service.d/new.conf", "sh", Folder, Path);
        }
    }

    // An init script comes back before the engine answers.
    private static async Task AnswerAsync(HostSession session, string root)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                if ((await EngineInfo.ReadAsync(session.Engine, default)).DataRoot == root) return;
            }
            catch (DockerOpsException e) when (e.Kind == FailureKind.Unreachable && tries < 300)
            {
                // Not yet.
            }

            Assert.True(tries < 300, "the engine does not answer");
            await Task.Delay(200);
        }
    }
}
