using DockerOps.Daemon;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>Several hosts, of which one's connection is cut. Each run ends at its first step, so no engine is touched.</summary>
[Collection(nameof(NodeTests))]
public sealed class UpgradeFleetTests
{
    [LabFact("nodes")]
    public async Task After_a_manager_that_was_cut_off_no_other_of_its_swarm_is_begun_but_workers_and_other_swarms_are()
    {
        await using var one = await Open.SessionAsync(Lab.Current.Node("node1"));
        await using var two = await Open.SessionAsync(Lab.Current.Node("node2"));
        await using var three = await Open.SessionAsync(Lab.Current.Node("node3"));
        try
        {
            var reports = await RunAsync(
                await PrepareAsync(one, "a", FailureKind.Unreachable), await PrepareAsync(three, "a", FailureKind.CommandFailed), await PrepareAsync(two, null, FailureKind.CommandFailed));
            Assert.Equal([UpgradeOutcome.Interrupted, UpgradeOutcome.Skipped, UpgradeOutcome.Unchanged], reports.Select(report => report.Outcome));
            Assert.Equal(three.Host, reports[1].DockerHost);
            Assert.Contains($"'{one.Host}' manages the same swarm", reports[1].Failure, StringComparison.Ordinal);
            await GoneAsync(one);

            // A failure whose way back came to its end leaves a manager that runs.
            reports = await RunAsync(await PrepareAsync(one, "a", FailureKind.CommandFailed), await PrepareAsync(three, "a", FailureKind.CommandFailed));
            Assert.Equal([UpgradeOutcome.Unchanged, UpgradeOutcome.Unchanged], reports.Select(report => report.Outcome));

            reports = await RunAsync(await PrepareAsync(one, "a", FailureKind.Unreachable), await PrepareAsync(three, "b", FailureKind.CommandFailed));
            Assert.Equal([UpgradeOutcome.Interrupted, UpgradeOutcome.Unchanged], reports.Select(report => report.Outcome));
        }
        finally
        {
            await GoneAsync(one);
        }
    }

    private static async Task<PreparedUpgrade> PrepareAsync(HostSession session, string? swarm, FailureKind end)
    {
        var planned = await PreparedUpgrade.PrepareAsync(session, new() { Version = Lab.Current.NodeVersions[1] }, default);
        var context = new RunContext(session, await EngineService.FindAsync(session, default), planned.Context!.Record with { IsSwarmManager = swarm is not null, Swarm = swarm })
        {
            Inside = (step, _, _) => throw new DockerOpsException(end, "made to fail", step),
        };
        return new(planned.Plan, context, planned.Options) { Steps = planned.Steps };
    }

    private static async Task<List<UpgradeReport>> RunAsync(params IReadOnlyList<PreparedUpgrade> upgrades)
    {
        var reports = new List<UpgradeReport>();
        await foreach (var item in UpgradeFleet.RunAsync(upgrades, throttle: 1, maxFailures: null, default))
        {
            if (item is Output<UpgradeReport> { Value: var report }) reports.Add(report);
        }

        return reports;
    }

    // The run that was cut off would forbid every other.
    private static async Task GoneAsync(HostSession session) => await LastReport.OfAsync(await PreparedUpgrade.RestoreAsync(session, [], default));
}
