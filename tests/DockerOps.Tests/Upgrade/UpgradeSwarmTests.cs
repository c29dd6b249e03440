using System.Text.Json.Nodes;
using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>A swarm of two hosts, whose only manager is upgraded: its task goes to the other one first, and it takes tasks again afterwards.</summary>
[Collection(nameof(NodeTests))]
public sealed class UpgradeSwarmTests
{
    [LabFact("nodes")]
    public async Task A_manager_is_drained_before_and_active_after()
    {
        await using var manager = await Open.SessionAsync(Lab.Current.Node("node2"));
        await using var worker = await Open.SessionAsync(Lab.Current.Node("node1"));
        var (address, name) = (Lab.Current.Text("hosts", "node2", "address"), Lab.Unique("swarm"));
        try
        {
            await manager.Shell.ReadAsync("docker", "swarm", "init", "--advertise-addr", address);
            var token = await manager.Shell.ReadAsync("docker", "swarm", "join-token", "-q", "worker");
            await worker.Shell.ReadAsync("docker", "swarm", "join", "--token", token, address + ":2377");
            // By its id the image is asked of no registry, and a service with no port needs no network.
            var image = await manager.Shell.ReadAsync("docker", "image", "inspect", "-f", "{{.Id}}", Lab.Current.SmeImage);
            await manager.Shell.ReadAsync("docker", "service", "create", "-d", "--name", name, "--no-resolve-image", "--replicas", "2", "--stop-signal", "KILL", image, "sleep", "100000");
            await RunningAsync(manager, name, 2);

            // The swarm's own network is no part of what the engine has to bring back.
            Assert.Contains("ingress", await manager.Shell.ReadAsync("docker", "network", "ls"), StringComparison.Ordinal);
            Assert.DoesNotContain("ingress", (await EngineInventory.ReadAsync(manager.Engine, default)).Networks.Values);

            var member = await PreparedUpgrade.PrepareAsync(worker, new() { Version = Lab.Current.NodeVersions[1] }, default);
            Assert.Contains(member.Plan.Findings, finding => finding is { Id: UpgradeFindingId.Swarm, Severity: UpgradeSeverity.Warning } && finding.Message.Contains("worker", StringComparison.Ordinal));

            var upgrade = await PreparedUpgrade.PrepareAsync(manager, new() { Version = Lab.Current.NodeVersions[1] }, default);
            Assert.Contains(upgrade.Plan.Findings, finding => finding is { Id: UpgradeFindingId.Swarm, Severity: UpgradeSeverity.Warning });
            Assert.True(upgrade.IsSwarmManager);
            var drained = "";
            upgrade.Context!.Inside = async (step, _, ended) => drained = step == "stop-engine" && !ended ? await StateAsync(manager) : drained;
            var report = await LastReport.OfAsync(upgrade);
            Assert.True(report.Outcome == UpgradeOutcome.Upgraded, report.Failure);
            Assert.Equal(["drain", "activate"], report.Steps.Select(step => step.Id).Where(id => id is "drain" or "activate"));
            Assert.Equal("drain, 0 tasks", drained);
            Assert.StartsWith("active,", await StateAsync(manager), StringComparison.Ordinal);

            // Several that are undone at once would take the swarm its majority.
            var undo = await PreparedUpgrade.RestoreAsync(manager, [], default);
            Assert.True(undo.IsSwarmManager);
            var back = await LastReport.OfAsync(undo);
            Assert.True(back.Outcome == UpgradeOutcome.Restored, back.Failure);
            Assert.StartsWith("active,", await StateAsync(manager), StringComparison.Ordinal);
        }
        finally
        {
            foreach (var session in new[] { worker, manager }) await session.Shell.RunAsync(["docker", "swarm", "leave", "--force"], default);
        }
    }

    [LabFact("nodes")]
    public async Task A_manager_is_left_alone_when_another_has_gone_since_the_plan()
    {
        await using var one = await Open.SessionAsync(Lab.Current.Node("node1"));
        await using var two = await Open.SessionAsync(Lab.Current.Node("node2"));
        await using var three = await Open.SessionAsync(Lab.Current.Node("node3"));
        try
        {
            var address = Lab.Current.Text("hosts", "node2", "address");
            await two.Shell.ReadAsync("docker", "swarm", "init", "--advertise-addr", address);
            var token = await two.Shell.ReadAsync("docker", "swarm", "join-token", "-q", "manager");
            foreach (var other in new[] { one, three }) await other.Shell.ReadAsync("docker", "swarm", "join", "--token", token, address + ":2377");
            await ReachableAsync(two, 3);
            var upgrade = await PreparedUpgrade.PrepareAsync(two, new() { Version = Lab.Current.NodeVersions[1], Timeout = TimeSpan.FromSeconds(4) }, default);
            Assert.False(upgrade.Plan.IsBlocked, string.Join('\n', upgrade.Plan.Findings));
            upgrade.Context!.Inside = (step, _, _) => throw FaultPoint.Failure(step);

            await one.Shell.ReadAsync("systemctl", "stop", "docker.socket", "docker.service");
            await ReachableAsync(two, 2);
            var refused = await Assert.ThrowsAsync<DockerOpsException>(() => LastReport.OfAsync(upgrade));
            Assert.Equal(FailureKind.Conflict, refused.Kind);
            Assert.Contains("of 3 managers of its swarm 2 can be reached", refused.Message, StringComparison.Ordinal);

            // One that is on its way back is awaited.
            await one.Shell.ReadAsync("systemctl", "start", "docker.service");
            await ReachableAsync(two, 3);
            Assert.Equal("made to fail", (await LastReport.OfAsync(upgrade)).Failure);
        }
        finally
        {
            await one.Shell.RunAsync(["systemctl", "start", "docker.service"], default);
            foreach (var session in new[] { one, three, two }) await session.Shell.RunAsync(["docker", "swarm", "leave", "--force"], default);
        }
    }

    private static async Task ReachableAsync(HostSession session, int count)
    {
        for (var tries = 0; ; tries++)
        {
            var nodes = await session.Shell.ReadAsync("docker", "node", "ls", "--format", "{{.ManagerStatus}}");
            if (nodes.Split('\n').Count(status => status is "Leader" or "Reachable") == count) return;
            Assert.True(tries < 300, $"the managers are {nodes}");
            await Task.Delay(200);
        }
    }

    // The node's availability, and how many tasks of it run.
    private static async Task<string> StateAsync(HostSession session) => await session.Shell.ReadAsync(
        "sh", "-c", "echo \"$(docker node inspect self -f '{{.Spec.Availability}}'), $(docker node ps self -q --filter desired-state=running | wc -l) tasks\"");

    private static async Task RunningAsync(HostSession session, string service, int count)
    {
        for (var tries = 0; ; tries++)
        {
            var tasks = await session.Engine.ReadAsync(EngineRequest.Get("/tasks", ("filters", $$"""{"service":["{{service}}"]}""")), WireJson.Default.JsonArray, default);
            if (tasks.OfType<JsonObject>().Count(task => task["Status"]?["State"]?.GetValue<string>() == "running") == count) return;
            Assert.True(tries < 300, $"the tasks do not come up: {tasks.ToJsonString()}");
            await Task.Delay(200);
        }
    }
}
