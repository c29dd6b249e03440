using DockerOps.Engine;
using DockerOps.Images;
using DockerOps.Images.Transfer;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Copies as the cmdlet makes them, with what they reported.</summary>
internal static class Copies
{
    public static async Task<ImageTransfer> RunAsync(EngineClient source, EngineClient destination, string name) =>
        Assert.Single((await RunAsync(CopyEnd.Of(source), [CopyEnd.Of(destination)], [name])).OfType<Output<ImageTransfer>>()).Value;

    /// <summary>Everything a copy reported. A failure about the only destination is thrown.</summary>
    public static async Task<IReadOnlyList<Event>> RunAsync(
        CopyEnd source, IReadOnlyList<CopyEnd> destinations, IReadOnlyList<string> names, CopyOptions? options = null, CancellationToken stop = default)
    {
        var plan = await CopyPlan.MakeAsync(source, destinations, names, options ?? new CopyOptions { RetryCount = 0 }, stop);
        if (destinations.Count == 1 && plan.Failures.Count > 0) throw plan.Failures[0];
        var events = new List<Event>();
        await foreach (var item in ImageCopy.RunAsync(plan, plan.Destinations, stop)) events.Add(item);
        if (destinations.Count == 1 && events.OfType<Failure>().FirstOrDefault() is { } failure) throw failure.Error;
        return events;
    }

    public static IReadOnlyList<ImageTransfer> Transfers(this IEnumerable<Event> events) =>
        events.OfType<Output<ImageTransfer>>().Select(output => output.Value).ToList();
}
