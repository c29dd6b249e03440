using System.Collections.Concurrent;
using DockerOps.Hosts;

namespace DockerOps.Images.Transfer;

/// <summary>What a copy will do: made by looking at both sides, shown by -WhatIf, then run.</summary>
public sealed class CopyPlan
{
    private readonly IReadOnlyList<DestinationPlan> plans;

    private CopyPlan(CopyEnd end, EngineSide source, IReadOnlyList<SourceImage> images, CopyOptions options, IReadOnlyList<DestinationPlan> plans)
    {
        (SourceEnd, Source, Images, Options, this.plans) = (end, source, images, options, plans);
        Way = source.KeepsIds ? TransferWay.FilteredArchive : TransferWay.WholeArchive;
        WhyNotStore = "its images are in a containerd store";
    }

    /// <summary>The destinations that could be looked at, in the order given.</summary>
    public IReadOnlyList<DockerHost> Destinations => plans.Select(plan => plan.Side.Host).ToList();

    /// <summary>Why others could not.</summary>
    public IReadOnlyList<DockerOpsException> Failures { get; private init; } = [];

    internal CopyEnd SourceEnd { get; }

    internal EngineSide Source { get; }

    internal IReadOnlyList<SourceImage> Images { get; }

    internal CopyOptions Options { get; }

    /// <summary>How layers will be read first; where that fails, the next way is taken.</summary>
    internal TransferWay Way { get; private init; }

    /// <summary>The shell that reads the layer store.</summary>
    internal HostShell? Root { get; private init; }

    /// <summary>The layer store, open; null where it is not read.</summary>
    internal LayerStoreSource? Store { get; private init; }

    /// <summary>Why the layer store is not read.</summary>
    internal string WhyNotStore { get; private init; }

    /// <summary>Looks at both sides. Nothing is changed.</summary>
    /// <param name="source">The host that has the images.</param>
    /// <param name="destinations">The hosts that get them.</param>
    /// <param name="names">References or ids.</param>
    /// <param name="options">What the user decides.</param>
    /// <param name="cancellation">Ends the looking.</param>
    /// <exception cref="DockerOpsException">NotFound, Unreachable: about the source. A destination's failure is in <see cref="Failures"/>.</exception>
    public static async Task<CopyPlan> MakeAsync(
        CopyEnd source, IReadOnlyList<CopyEnd> destinations, IReadOnlyList<string> names, CopyOptions options, CancellationToken cancellation)
    {
        var side = await EngineSide.OpenAsync(source, cancellation).ConfigureAwait(false);
        var images = new List<SourceImage>();
        foreach (var name in names) images.Add(await SourceImage.FindAsync(side, name, cancellation).ConfigureAwait(false));

        var plans = new ConcurrentDictionary<int, DestinationPlan>();
        var failures = new ConcurrentDictionary<int, DockerOpsException>();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.ThrottleLimit), CancellationToken = cancellation };
        await Parallel.ForEachAsync(destinations.Select((end, index) => (Item: end, Index: index)), limit, async (item, stop) =>
        {
            try
            {
                if (item.Item.Host == side.Host)
                    throw new DockerOpsException(FailureKind.Conflict, $"Source and destination are the same host, '{side.Host}'.", item.Item.Host);
                plans[item.Index] = await DestinationPlan.MakeAsync(item.Item, images, stop).ConfigureAwait(false);
            }
            catch (DockerOpsException e)
            {
                failures[item.Index] = new DockerOpsException(e.Kind, e.Message, item.Item.Host, e);
            }
        }).ConfigureAwait(false);

        var plan = new CopyPlan(source, side, images, options, InOrder(plans)) { Failures = InOrder(failures) };
        return plan.plans.Any(destination => destination.ToLoad.Any()) ? await plan.WithRootAsync(cancellation).ConfigureAwait(false) : plan;
    }

    /// <summary>The steps for one destination: the calls that will be made, and what is there already.</summary>
    public IEnumerable<object> Steps(DockerHost destination)
    {
        var plan = plans.First(plan => plan.Side.Host == destination);
        return plan.Steps(plan.ToLoad.Any() ? Sources(plan) : []);
    }

    /// <summary>The plans of some of the destinations.</summary>
    internal IReadOnlyList<DestinationPlan> For(IReadOnlyCollection<DockerHost> destinations) =>
        plans.Where(plan => destinations.Contains(plan.Side.Host)).ToList();

    /// <summary>Opens the layer store for the layers that destinations need.</summary>
    internal static Task<LayerStoreSource> OpenStoreAsync(
        EngineSide source, HostShell root, IReadOnlyList<SourceImage> images, IReadOnlyList<DestinationPlan> destinations, CancellationToken cancellation)
    {
        // A containerd store takes the size of a layer into the image's id, whether or not the layer is sent.
        var layers = destinations.Any(destination => !destination.Side.KeepsIds) ? images.SelectMany(image => image.DiffIds) : destinations.SelectMany(destination => destination.Carried);
        return LayerStoreSource.OpenAsync(root, source.Info.DataRoot!, images, layers.ToHashSet(StringComparer.Ordinal), cancellation);
    }

    // Where the bytes for a destination come from, in words: one item for each load.
    private List<string> Sources(DestinationPlan destination)
    {
        var save = ImageRequests.Save(Images.Select(image => image.Name));
        if (Way == TransferWay.WholeArchive) return [$"{save} on {Source.Host}"];
        var all = destination.ToLoad.SelectMany(item => item.Image.DiffIds).Distinct().Count();
        var layers = $"of {all} layers of {string.Join(", ", destination.ToLoad.Select(item => item.Image.Name))}";
        if (Store is null) return [$"{destination.Carried.Count} {layers} out of {save} on {Source.Host}"];
        var order = DestinationPlan.Order(plans.Chunk(Math.Max(1, Options.ThrottleLimit)).First(group => group.Contains(destination)));
        return destination.Loads(order, DestinationPlan.Stages(order, Store.Sizes, Options.StageBytes)).Select(count => $"{count} {layers} from the layer store of {Source.Host}").ToList();
    }

    private static List<T> InOrder<T>(ConcurrentDictionary<int, T> items) => items.OrderBy(item => item.Key).Select(item => item.Value).ToList();

    private async Task<CopyPlan> WithRootAsync(CancellationToken cancellation)
    {
        if (Way == TransferWay.WholeArchive) return this;
        var (root, why) = await LayerStoreSource.FindAsync(Source, cancellation).ConfigureAwait(false);
        LayerStoreSource? store = null;
        try
        {
            var images = plans.SelectMany(plan => plan.ToLoad).Select(item => item.Image).DistinctBy(image => image.Id).ToList();
            if (root is not null) store = await OpenStoreAsync(Source, root, images, plans, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind != FailureKind.Unreachable)
        {
            why = e.Message.TrimEnd('.');
        }

        return new(SourceEnd, Source, Images, Options, plans)
        {
            Failures = Failures,
            Root = root,
            Store = store,
            WhyNotStore = why,
            Way = store is null ? Way : TransferWay.LayerStore,
        };
    }
}
