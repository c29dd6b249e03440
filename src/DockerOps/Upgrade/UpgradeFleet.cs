using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DockerOps.Upgrade;

/// <summary>Upgrades several hosts, some at a time.</summary>
public static class UpgradeFleet
{
    /// <summary>
    /// Runs them. Yields the progress of each host and of all, and an <see cref="UpgradeReport"/> for each as it is finished. Of a
    /// swarm's managers one is changed at a time, and no further one once one's run was cut off.
    /// </summary>
    /// <param name="upgrades">What was prepared, in the order to begin with.</param>
    /// <param name="throttle">How many hosts at once.</param>
    /// <param name="maxFailures">After how many failures no further host is begun; null is no limit.</param>
    /// <param name="cancellation">Ends all of them.</param>
    public static async IAsyncEnumerable<Event> RunAsync(
        IReadOnlyList<PreparedUpgrade> upgrades, int throttle, int? maxFailures, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upgrades);
        var (waiting, running, watch) = (upgrades.ToList(), new List<Host>(), Stopwatch.StartNew());
        var (done, failed, away) = (0, 0, new List<PreparedUpgrade>());
        try
        {
            while (waiting.Count > 0 || running.Count > 0)
            {
                while (running.Count < throttle && Next(waiting, running) is { } next)
                {
                    waiting.Remove(next);
                    if (failed >= maxFailures) yield return new Output<UpgradeReport>(Skipped(next.Plan, $"because {failed} other hosts have failed."));
                    else if (away.Find(next.SharesSwarmWith) is { } other) yield return new Output<UpgradeReport>(Skipped(next.Plan, Majority(other.Plan)));
                    else running.Add(new(next, cancellation));
                }

                if (running.Count == 0) continue;
                var moved = await Task.WhenAny(running.Select(host => host.Moving)).ConfigureAwait(false);
                var at = running.First(host => host.Moving == moved);
                if (await at.StepAsync().ConfigureAwait(false) is { } item)
                {
                    if (item is Output<UpgradeReport> { Value: { Failure: not null } report })
                    {
                        failed++;
                        if (report is { Outcome: UpgradeOutcome.Interrupted } or { FailureKind: FailureKind.Unreachable }) away.Add(at.Upgrade);
                    }

                    yield return item;
                    continue;
                }

                running.Remove(at);
                await at.DisposeAsync().ConfigureAwait(false);
                done++;
                if (upgrades.Count > 1) yield return new Progress("Engines", $"hosts done, {failed} failed", done, upgrades.Count, watch.Elapsed, IsBytes: false);
            }
        }
        finally
        {
            foreach (var host in running) await host.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static PreparedUpgrade? Next(List<PreparedUpgrade> waiting, List<Host> running) =>
        waiting.Find(upgrade => !upgrade.IsSwarmManager || !running.Exists(host => host.Upgrade.IsSwarmManager));

    // Nobody knows how an engine is whose run was cut off, and a swarm without a majority of its managers does nothing any more.
    private static string Majority(UpgradePlan other) =>
        $"because '{other.DockerHost}' manages the same swarm and may be down, for its run did not come to its end; without both the swarm could lose its majority. Bring that one back first.";

    private static UpgradeReport Skipped(UpgradePlan plan, string why) => new()
    {
        DockerHost = plan.DockerHost,
        FromVersion = plan.FromVersion,
        ToVersion = plan.ToVersion,
        Findings = plan.Findings,
        Outcome = UpgradeOutcome.Skipped,
        Failure = $"'{plan.DockerHost}' was not begun, {why}",
        FailureKind = FailureKind.Conflict,
    };

    // A failure that leaves no report, such as a lock that is held, is one host's own.
    private static UpgradeReport Failed(UpgradePlan plan, DockerOpsException failure) => new()
    {
        DockerHost = plan.DockerHost,
        FromVersion = plan.FromVersion,
        ToVersion = plan.ToVersion,
        Findings = plan.Findings,
        Outcome = UpgradeOutcome.Unchanged,
        Failure = failure.Message,
        FailureKind = failure.Kind,
    };

    private sealed class Host : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<Event> events;
        private bool over;

        public Host(PreparedUpgrade upgrade, CancellationToken cancellation)
        {
            Upgrade = upgrade;
            events = UpgradeRun.RunAsync(upgrade, cancellation).GetAsyncEnumerator(cancellation);
            Moving = events.MoveNextAsync().AsTask();
        }

        public PreparedUpgrade Upgrade { get; }

        public Task<bool> Moving { get; private set; }

        /// <summary>The event that has come; null at the end.</summary>
        public async Task<Event?> StepAsync()
        {
            try
            {
                if (over || !await Moving.ConfigureAwait(false)) return null;
                var item = events.Current;
                Moving = events.MoveNextAsync().AsTask();
                return item;
            }
            catch (DockerOpsException e)
            {
                over = true;
                Moving = Task.FromResult(false);
                return new Output<UpgradeReport>(Failed(Upgrade.Plan, e));
            }
        }

        public async ValueTask DisposeAsync()
        {
            // An iterator cannot be ended while it works; the token has been cancelled then.
            await Moving.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            await events.DisposeAsync().ConfigureAwait(false);
        }
    }
}
