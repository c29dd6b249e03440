using DockerOps.Images.Transfer;

namespace DockerOps.Images;

/// <summary>Copies images from one engine to others, without a file in between, and only the layers they lack.</summary>
public static class ImageCopy
{
    /// <summary>
    /// Runs a plan. Yields progress, notes on the way that is taken, an <see cref="ImageTransfer"/> for each image on each destination, and a
    /// <see cref="Failure"/> for each that could not be copied.
    /// </summary>
    /// <param name="plan">What to do.</param>
    /// <param name="destinations">Those of its destinations that are to get the images.</param>
    /// <param name="cancellation">Ends the copy; an engine loads nothing of an archive that is cut off.</param>
    /// <exception cref="DockerOpsException">About the source: NotFound, Corrupt, EngineError, Unreachable.</exception>
    public static IAsyncEnumerable<Event> RunAsync(CopyPlan plan, IReadOnlyCollection<DockerHost> destinations, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var meter = new TransferMeter();
        var plans = plan.For(destinations);
        var to = plans.Count == 1 ? plans[0].Side.Host.ToString() : $"{plans.Count} hosts";
        return Watched.RunAsync(
            $"Copy {string.Join(", ", plan.Images)} to {to}",
            meter,
            async (report, stop) =>
            {
                // As many as may be fed at a time share one read.
                foreach (var group in plans.Chunk(Math.Max(1, plan.Options.ThrottleLimit)))
                    await new CopyRun(plan, meter, report).RunAsync(group, stop).ConfigureAwait(false);
            },
            cancellation);
    }
}
