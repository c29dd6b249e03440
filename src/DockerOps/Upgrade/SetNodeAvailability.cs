using System.Diagnostics;
using System.Text.Json;
using DockerOps.Engine;
using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Takes a swarm's node out of service and waits until its tasks have gone elsewhere, or puts it into service again.</summary>
internal sealed record SetNodeAvailability(RunContext Context, string Node, bool Drain) : HostStep
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private string Availability => Drain ? "drain" : "active";

    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        $"POST /nodes/{Node}/update with Availability {Availability} on {shell.Host}" + (Drain ? ", then wait until no task of the node is to run" : "");

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = Drain ? "waiting for the node's tasks to go elsewhere" : "putting the node into service";
        var engine = Context.Session.Engine;
        var node = await engine.ReadAsync(EngineRequest.Get("/nodes/" + Node), UpgradeJson.Default.SwarmNode, cancellation).ConfigureAwait(false);
        if (node.Spec!.Availability != Availability)
        {
            var update = EngineRequest.Post($"/nodes/{Node}/update", ("version", node.Version!.Index.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            await engine.RunAsync(update with { Body = JsonSerializer.Serialize(node.Spec with { Availability = Availability }, UpgradeJson.Default.SwarmNodeSpec) }, cancellation)
                .ConfigureAwait(false);
        }

        var watch = Stopwatch.StartNew();
        while (Drain && await CountAsync(engine, cancellation).ConfigureAwait(false) is > 0 and var left)
        {
            if (watch.Elapsed > Context.Timeout)
                throw new DockerOpsException(FailureKind.TimedOut, $"{left} tasks of the node '{Node}' have not gone elsewhere after {Context.Timeout.TotalSeconds:0.#} s.", shell.Host);
            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<int> CountAsync(EngineClient engine, CancellationToken cancellation)
    {
        var filters = JsonSerializer.Serialize(new Dictionary<string, string[]> { ["node"] = [Node], ["desired-state"] = ["running"] }, UpgradeJson.Default.DictionaryStringStringArray);
        var tasks = await engine.ReadAsync(EngineRequest.Get("/tasks", ("filters", filters)), UpgradeJson.Default.ListSwarmNode, cancellation).ConfigureAwait(false);
        return tasks.Count;
    }
}
