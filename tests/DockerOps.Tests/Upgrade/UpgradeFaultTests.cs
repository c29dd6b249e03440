using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DockerOps.Daemon;
using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;
using Xunit.Abstractions;

namespace DockerOps.Tests.Upgrade;

/// <summary>
/// Real upgrades of a real host that go wrong: a step fails, the connection is cut, the client is killed, before and after a
/// step's work, on the way forward and on the way back. Afterwards the old engine runs with all that was there before. Of all
/// cases a few are run; all with <c>DOCKEROPS_FULL_MATRIX=node1</c> (or node2), which takes an hour, or those whose names a
/// pattern behind a colon matches, as in <c>node1:^kill</c>. Behind a second colon is a file that each result is added to at once.
/// </summary>
[Collection(nameof(NodeTests))]
public sealed class UpgradeFaultTests(ITestOutputHelper output)
{
    private static readonly string[] Forward = ["keep", "download", "inventory", "stop-containers", "stop-engine", "packages", "start-engine", "start-containers", "verify"];

    private static readonly string[] Back = ["start-engine", "packages", "stop-engine", "verify-back"];

    private static readonly string[]? Full = Environment.GetEnvironmentVariable("DOCKEROPS_FULL_MATRIX")?.Split(':');

    private static string Node => Full?[0] ?? "node2";

    private static IEnumerable<(string Fault, FaultPoint Point)> All =>
        from fault in new[] { "fail", "cut", "kill" }
        from step in Forward.Select(step => (step, back: false)).Concat(Back.Select(step => (step, back: true)))
        from after in new[] { false, true }
        select (fault, new FaultPoint(step.step, step.back, after));

    private static IEnumerable<(string Fault, FaultPoint Point)> Cases => Full is null
        ? [("fail", new("packages", false, true)), ("cut", new("packages", false, false)), ("kill", new("packages", true, false))]
        : All.Where(one => Full.Length == 1 || Regex.IsMatch(Name(one), Full[1]));

    [LabFact("nodes")]
    public async Task Whatever_happens_the_old_engine_comes_back_with_all_it_had()
    {
        var (count, wrong) = (0, new List<string>());
        await using var session = await Open.SessionAsync(Lab.Current.Node(Node));
        var container = Lab.Unique("fault");
        await session.Shell.ReadAsync(
            "docker", "run", "-d", "--name", container, "--stop-signal", "KILL", "-v", container + ":/d", Lab.Current.SmeImage, "sh", "-c", "echo here >/d/x; sleep 100000");
        var before = await EngineInventory.ReadAsync(session.Engine, default);
        // Looked into once: every case begins as the first one does.
        var upgrade = await PreparedUpgrade.PrepareAsync(session, new() { Version = Lab.Current.NodeVersions[1] }, default);
        Assert.False(upgrade.Plan.IsBlocked, string.Join('\n', upgrade.Plan.Findings));
        foreach (var one in Cases)
        {
            var watch = Stopwatch.StartNew();
            var record = upgrade.Context!.Record with { Id = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'Z-'}{count:000000}") };
            var end = await RunAsync(one.Fault, one.Point, record, before);
            var line = string.Create(CultureInfo.InvariantCulture, $"{Name(one)}: {end}, {watch.Elapsed.TotalSeconds:0.0} s");
            output.WriteLine(line);
            if (Full is [_, _, var file]) await File.AppendAllLinesAsync(file, [line]);
            count++;
            if (end != "whole") wrong.Add($"{Name(one)}: {end}");
        }

        output.WriteLine($"{count - wrong.Count} of {count} cases end with the old version and the inventory from before.");
        await using var last = await Open.SessionAsync(Lab.Current.Node(Node));
        await last.Shell.ReadAsync("sh", "-c", "docker rm -f \"$1\" && docker volume rm \"$1\"", "sh", container);
        Assert.True(count > 0 && wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Name((string Fault, FaultPoint Point) one) => $"{one.Fault} {one.Point}";

    private static async Task<string> RunAsync(string fault, FaultPoint point, UpgradeRecord record, EngineInventory before)
    {
        UpgradeReport? report = null;
        if (fault == "kill") await KilledClient.RunAsync(JsonSerializer.Serialize(record, UpgradeJson.Default.UpgradeRecord), "upgrade", Lab.Current.Node(Node).ToString(), point.ToString());
        else report = await FailAsync(fault, point, record);

        await using var session = await Open.SessionAsync(Lab.Current.Node(Node));
        if (fault != "fail" || point.IsBack)
        {
            var restore = await PreparedUpgrade.RestoreAsync(session, [], default);
            report = await LastReport.OfAsync(restore);
            if (report.Outcome != UpgradeOutcome.Restored) return $"{report.Outcome}: {report.Failure}";
        }
        else if (report!.Outcome is not (UpgradeOutcome.RolledBack or UpgradeOutcome.Unchanged))
        {
            return $"{report.Outcome}: {report.Failure}";
        }

        var twice = await session.Shell.ReadAsync("sh", "-c", "sort \"$1/journal\" | uniq -d", "sh", UpgradeJournal.FolderOf(record.Id));
        if (twice.Length > 0) return $"the journal says twice {twice}";
        var now = await EngineInventory.ReadAsync(session.Engine, default);
        if (now.EngineVersion != before.EngineVersion) return $"the engine is {now.EngineVersion}";
        var lost = InventoryComparison.Between(before, now).Where(difference => difference.IsLoss).ToList();
        return lost.Count == 0 ? "whole" : string.Join(", ", lost);
    }

    private static async Task<UpgradeReport?> FailAsync(string fault, FaultPoint point, UpgradeRecord record)
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node(Node));
        var service = await EngineService.FindAsync(session, default);
        try
        {
            return await LastReport.OfAsync(point.Prepare(session, service, record, () => fault == "cut" ? CutAsync() : throw FaultPoint.Failure(point.Step)));
        }
        catch (DockerOpsException e) when (fault == "cut" && e.Kind == FailureKind.Unreachable)
        {
            // The connection went before there was a report.
            return null;
        }
    }

    // Ends every session of sshd on the host, from outside: the client hears nothing but the end.
    private static async Task CutAsync()
    {
        var lab = Lab.Current;
        await using var carrier = await Open.SessionAsync(DockerHost.Parse(lab.Text("carrier", "address")));
        await carrier.Shell.RunAsync(
            ["docker", "--host", lab.Text("carrier", "address"), "exec", lab.Text("hosts", Node, "container"), "sh", "-c", "for p in $(pgrep sshd); do [ \"$(cat /proc/$p/cmdline | tr '\\0' ' ' | grep -c 'listener\\|sshd -D')\" = 0 ] && kill -9 $p; done"],
            CancellationToken.None);
    }
}
