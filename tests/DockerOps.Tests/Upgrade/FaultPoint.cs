using System.Text.Json;
using DockerOps.Daemon;
using DockerOps.Sessions;
using DockerOps.Upgrade;

namespace DockerOps.Tests.Upgrade;

/// <summary>A place in a run where something goes wrong.</summary>
/// <param name="Step">The step.</param>
/// <param name="IsBack">Whether it is being undone.</param>
/// <param name="IsAfter">Whether its work is done, but not written down yet.</param>
internal sealed record FaultPoint(string Step, bool IsBack, bool IsAfter)
{
    // A fault on the way back needs a way back that comes to it: some step forward fails then, as early as that is so.
    private (string Step, bool IsAfter)? Turn => !IsBack ? null : Step switch
    {
        "start-engine" => ("start-containers", false),
        "packages" => ("packages", true),
        _ => ("stop-engine", true),
    };

    /// <summary>A run in which something happens there, once.</summary>
    public PreparedUpgrade Prepare(HostSession session, EngineService service, UpgradeRecord record, Func<Task> happen)
    {
        var (context, done) = (new RunContext(session, service, record), false);
        context.Inside = async (step, isBack, isAfter) =>
        {
            if (!isBack && Turn == (step, isAfter)) throw Failure(step);
            if (done || (step, isBack, isAfter) != (Step, IsBack, IsAfter)) return;
            done = true;
            await happen();
        };
        var plan = new UpgradePlan
        {
            DockerHost = session.Host,
            FromVersion = record.FromVersion,
            ToVersion = record.ToVersion,
            Source = record.Source,
            Findings = [],
            Packages = record.Packages,
            Steps = [],
        };
        return new(plan, context, new() { Version = record.ToVersion }) { Steps = RunSteps.Forward(context) };
    }

    /// <summary>Runs it in a client of its own, up to the point where that is killed.</summary>
    public static async Task RunAsync(HostSession session, string point, string record)
    {
        var service = await EngineService.FindAsync(session, default);
        var upgrade = Read(point).Prepare(session, service, JsonSerializer.Deserialize(record, UpgradeJson.Default.UpgradeRecord)!, KilledClient.WaitForEndAsync);
        await foreach (var item in UpgradeRun.RunAsync(upgrade, default))
        {
            if (item is Output<UpgradeReport> { Value: var report }) await Console.Error.WriteLineAsync($"{report.Outcome}: {report.Failure}");
        }
    }

    /// <summary>What a step throws that fails.</summary>
    public static DockerOpsException Failure(string step) => new(FailureKind.CommandFailed, "made to fail", step);

    private static FaultPoint Read(string text)
    {
        var words = text.Split(' ');
        return new(words[^1], words.Contains("undoing"), words[0] == "after");
    }

    public override string ToString() => $"{(IsAfter ? "after" : "before")} {(IsBack ? "undoing " : "")}{Step}";
}
