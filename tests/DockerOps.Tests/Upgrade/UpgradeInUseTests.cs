using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>An upgrade that is undone after the engine has been in use: what was made since stays, what was stopped stays stopped.</summary>
[Collection(nameof(NodeTests))]
public sealed class UpgradeInUseTests
{
    private const string Before = """
        for n in again halted; do docker run -d --name "$1-$n" --restart unless-stopped --stop-signal KILL "$2" sleep 100000 || exit; done
        docker tag "$2" "$1:old" && docker volume create "$1-old" && docker volume create "$1-lost"
        """;

    private const string Since = """
        docker rm -f "$1-again" && docker run -d --name "$1-again" --restart unless-stopped --stop-signal KILL "$2" sleep 100000 || exit
        docker run -d --name "$1-more" --stop-signal KILL "$2" sleep 100000 && docker pause "$1-more" || exit
        docker stop "$1-halted" && docker rmi "$1:old" && docker volume rm "$1-old"
        """;

    [LabFact("nodes")]
    public async Task An_upgrade_in_use_is_undone_and_what_is_gone_is_told()
    {
        var name = Lab.Unique("use");
        await using var session = await Open.SessionAsync(Lab.Current.Node("node2"));
        async Task<string> RunAsync(string text) => await session.Shell.ReadAsync("sh", "-c", text, "sh", name, Lab.Current.SmeImage);
        await RunAsync(Before);
        try
        {
            var upgrade = await PreparedUpgrade.PrepareAsync(session, new() { Version = Lab.Current.NodeVersions[1] }, default);
            Assert.Equal(UpgradeOutcome.Upgraded, (await LastReport.OfAsync(upgrade)).Outcome);
            await RunAsync(Since);

            var restore = await PreparedUpgrade.RestoreAsync(session, [], default);
            restore.Context!.Inside = (step, _, isAfter) => step == "verify-back" && !isAfter ? RunAsync("docker volume rm \"$1-lost\"") : Task.CompletedTask;
            var report = await LastReport.OfAsync(restore);
            Assert.True(report.Outcome == UpgradeOutcome.Restored, $"{report.Outcome}: {report.Failure}");
            Assert.Equal([$"volume {name}-lost: there → gone"], report.Differences.Where(difference => difference.IsLoss).Select(difference => difference.ToString()));
            Assert.Contains($"{name}-lost", report.Failure, StringComparison.Ordinal);
            Assert.Equal(
                ["running", "exited", "paused"],
                (await RunAsync("docker inspect -f '{{.State.Status}}' \"$1-again\" \"$1-halted\" \"$1-more\"")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.False((await PreparedUpgrade.PrepareAsync(session, new() { Version = Lab.Current.NodeVersions[1] }, default)).Plan.IsBlocked);
        }
        finally
        {
            await RunAsync("docker rm -f \"$1-again\" \"$1-halted\" \"$1-more\"; docker volume rm -f \"$1-old\" \"$1-lost\"; docker rmi \"$1:old\"; exit 0");
        }
    }
}
