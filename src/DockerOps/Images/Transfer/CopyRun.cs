using System.Diagnostics;
using DockerOps.Hosts;

namespace DockerOps.Images.Transfer;

/// <summary>Feeds a group of destinations from one read, and takes the next way, or the next attempt, for those it failed for.</summary>
internal sealed class CopyRun(CopyPlan plan, TransferMeter meter, Action<Event> report)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Dictionary<DockerHost, CopyTally> tallies = [];
    private EngineSide source = plan.Source;
    private HostShell? root = plan.Root;
    private LayerStoreSource? store = plan.Store;
    private TransferWay way = plan.Way;
    private string whyNotStore = plan.WhyNotStore;
    private int retries;

    public async Task RunAsync(IReadOnlyList<DestinationPlan> destinations, CancellationToken cancellation)
    {
        foreach (var destination in destinations) tallies[destination.Side.Host] = new CopyTally(destination, new PackingChoice(plan.Options.Compression, destination.Side, report));
        try
        {
            var left = destinations;
            while (left.Count > 0) left = await AttemptAsync(left, cancellation).ConfigureAwait(false);
        }
        finally
        {
            foreach (var tally in tallies.Values.Where(tally => tally.HasStaged)) await CleanAsync(tally.Side).ConfigureAwait(false);
        }
    }

    // Gives the destinations that are to be tried again.
    private async Task<IReadOnlyList<DestinationPlan>> AttemptAsync(IReadOnlyList<DestinationPlan> destinations, CancellationToken cancellation)
    {
        foreach (var destination in destinations.Where(destination => destination.ToLoad.Any())) Tell(destination);
        var feeds = destinations.Select(destination => new DestinationFeed(
            destination, ImageRequests.Load(plan.Source.Host.ToString(), quiet: true), tallies[destination.Side.Host].Packing, cancellation)).ToList();
        try
        {
            var broken = await ReadAsync(feeds, cancellation).ConfigureAwait(false);
            var again = new List<DestinationPlan>();
            var lost = false;
            foreach (var feed in feeds)
            {
                var tally = tallies[feed.Plan.Side.Host];
                tally.Add(feed, way);
                var failure = feed.Failure ?? broken ?? await FinishAsync(feed, tally, cancellation).ConfigureAwait(false);
                if (failure is null) continue;
                if (ReferenceEquals(failure, feed.Failure) && !IsLost(failure))
                    await CopyCheck.TakeBrokenAsync(feed.Plan, cancellation).ConfigureAwait(false);
                if (Next(feed, failure, isSource: ReferenceEquals(failure, broken)) is { } next) again.Add(next);
                lost |= IsLost(failure);
            }

            if (broken is not null && !IsLost(broken)) TakeNextWay(broken);
            if (lost && again.Count > 0) return await ReconnectAsync(again, cancellation).ConfigureAwait(false);
            return again;
        }
        finally
        {
            foreach (var feed in feeds) await feed.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The source's failure, or null.
    private async Task<DockerOpsException?> ReadAsync(List<DestinationFeed> feeds, CancellationToken cancellation)
    {
        var reading = feeds.Where(feed => feed.Plan.ToLoad.Any()).ToList();
        if (reading.Count == 0) return null;
        try
        {
            var images = reading.SelectMany(feed => feed.Plan.ToLoad).Select(item => item.Image).DistinctBy(image => image.Id).ToList();
            meter.Total = meter.Done + reading.Max(feed => feed.Plan.ExpectedBytes);
            meter.Status = "reading";
            if (way == TransferWay.WholeArchive)
            {
                await ArchiveRelay.RunAsync(source.Engine, images, reading, meter, cancellation).ConfigureAwait(false);
                return null;
            }

            await using var layers = await OpenAsync(images, reading, cancellation).ConfigureAwait(false);
            await LayerDelivery.RunAsync(layers, reading, plan.Options.StageBytes, meter, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is DockerOpsException or IOException)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var feed in reading) await feed.AbandonAsync(e).ConfigureAwait(false);
            return e as DockerOpsException ?? new DockerOpsException(FailureKind.Unreachable, $"The connection to '{source.Host}' broke: {e.Message}", source.Host, e);
        }
    }

    private async Task<LayerSource> OpenAsync(List<SourceImage> images, List<DestinationFeed> feeds, CancellationToken cancellation)
    {
        // A containerd store keeps the manifest it gets, with the sizes of layers it has already.
        if (way != TransferWay.LayerStore) return new SavedArchiveSource(source.Engine, images, allSizes: feeds.Exists(feed => !feed.Plan.Side.KeepsIds));
        var plans = feeds.ConvertAll(feed => feed.Plan);
        // Looked at before, it may lack layers of a destination that is to get everything after all.
        if (store is null || plans.SelectMany(item => item.Carried).Any(layer => !store.Sizes.ContainsKey(layer)))
            store = await CopyPlan.OpenStoreAsync(source, root!, images, plans, cancellation).ConfigureAwait(false);
        return store;
    }

    // Names what is there, and checks what has arrived. Gives a failure instead of throwing it: the others go on.
    private async Task<DockerOpsException?> FinishAsync(DestinationFeed feed, CopyTally tally, CancellationToken cancellation)
    {
        meter.Status = "comparing";
        var side = feed.Plan.Side;
        try
        {
            var transfers = new List<ImageTransfer>();
            foreach (var item in feed.Plan.Images)
            {
                if (item is { IsThere: true, HasName: false })
                    await side.Engine.RunAsync(ImageRequests.Tag(item.Image.Id, item.Image.Reference!), cancellation).ConfigureAwait(false);
                var id = item.IsThere ? item.Image.Id : await CopyCheck.RunAsync(side, item, feed.Names, cancellation).ConfigureAwait(false);
                transfers.Add(tally.TransferOf(item.Image, id, plan.Source.Host, retries, clock.Elapsed));
            }

            foreach (var transfer in transfers) report(new Output<ImageTransfer>(transfer));
            return null;
        }
        catch (DockerOpsException e)
        {
            return e;
        }
    }

    // How a destination is tried again; null, with its failure reported, where it is not.
    private DestinationPlan? Next(DestinationFeed feed, DockerOpsException failure, bool isSource)
    {
        if (IsLost(failure) && retries < plan.Options.RetryCount) return feed.Plan;
        if (isSource && !IsLost(failure) && failure.Kind != FailureKind.NotFound && way != TransferWay.WholeArchive) return feed.Plan;
        if (!isSource && failure.Kind is FailureKind.EngineError or FailureKind.Corrupt && feed.Plan.Images.Any(item => item is { IsThere: false, Present: > 0 }))
        {
            report(new Note($"{feed.Plan.Side.Host}: the layers it has do not complete the image ({failure.Message}); it gets all of them."));
            return feed.Plan.WithEverything();
        }

        Report(failure, failure.Target ?? feed.Plan.Side.Host);
        return null;
    }

    // Where the network drops packets, a login gets no answer instead of a refusal.
    private static bool IsLost(DockerOpsException failure) => failure.Kind is FailureKind.Unreachable or FailureKind.TimedOut;

    private void Report(DockerOpsException failure, object target) => report(new Failure(new DockerOpsException(failure.Kind, failure.Message, target, failure)));

    private void TakeNextWay(DockerOpsException why)
    {
        if (way == TransferWay.WholeArchive) return;
        if (way == TransferWay.LayerStore) whyNotStore = why.Message.TrimEnd('.');
        way = way == TransferWay.LayerStore ? TransferWay.FilteredArchive : TransferWay.WholeArchive;
        report(new Note(way == TransferWay.FilteredArchive
            ? $"{source.Host}: the layer store cannot be read ({why.Message.TrimEnd('.')}); the layers are taken out of the engine's archive."
            : $"{source.Host}: the layers cannot be told apart in its archive ({why.Message.TrimEnd('.')}); the whole archive is sent."));
    }

    private async Task<IReadOnlyList<DestinationPlan>> ReconnectAsync(List<DestinationPlan> again, CancellationToken cancellation)
    {
        while (true)
        {
            retries++;
            report(new Note($"A connection broke; attempt {retries} of {plan.Options.RetryCount} to go on follows."));
            meter.Status = $"connecting again ({retries} of {plan.Options.RetryCount})";
            await Task.Delay(plan.Options.RetryPause, cancellation).ConfigureAwait(false);
            var (next, failed) = await OpenAgainAsync(again, cancellation).ConfigureAwait(false);
            if (failed.Exists(item => IsLost(item.Why)) && retries < plan.Options.RetryCount) continue;
            foreach (var (old, why) in failed) Report(why, old.Side.Host);
            return next;
        }
    }

    // A destination that fails keeps its failure to itself; without the source none can go on.
    private async Task<(List<DestinationPlan> Next, List<(DestinationPlan Old, DockerOpsException Why)> Failed)> OpenAgainAsync(
        List<DestinationPlan> again, CancellationToken cancellation)
    {
        var next = new List<DestinationPlan>();
        var failed = new List<(DestinationPlan, DockerOpsException)>();
        try
        {
            source = await EngineSide.OpenAsync(plan.SourceEnd, cancellation).ConfigureAwait(false);
            store = null;
            if (way == TransferWay.LayerStore)
            {
                (root, var why) = await LayerStoreSource.FindAsync(source, cancellation).ConfigureAwait(false);
                if (root is null) TakeNextWay(new DockerOpsException(FailureKind.NotPermitted, why));
            }
        }
        catch (DockerOpsException e)
        {
            return (next, again.ConvertAll(old => (old, e)));
        }

        foreach (var old in again)
        {
            try
            {
                var now = await DestinationPlan.MakeAsync(old.End, plan.Images, cancellation).ConfigureAwait(false);
                var kept = old.Carried.Count - now.Carried.Count;
                report(new Note($"{now.Side.Host}: " + (kept > 0 ? $"{kept} of {old.Carried.Count} layers are there by now." : "no layer of what was sent is there; it is sent once more.")));
                next.Add(now);
            }
            catch (DockerOpsException e)
            {
                failed.Add((old, e));
            }
        }

        return (next, failed);
    }

    private void Tell(DestinationPlan destination)
    {
        var why = way == TransferWay.LayerStore ? "" : $" The layer store of {source.Host} is not read: {whyNotStore}.";
        var all = destination.Side.WhyEverything is { } reason ? $" It gets every layer: {reason}." : "";
        report(new Note($"{destination.Side.Host}: {destination.Carried.Count} layers to send, by way of {way}.{why}{all}"));
    }

    // Also when the copy was stopped: what is staged is nobody's.
    private async Task CleanAsync(EngineSide side)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await StagedImages.RemoveAsync(side.Engine, plan.Images, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DockerOpsException or OperationCanceledException)
        {
            report(new Warning($"'{side.Host}' keeps layers of a copy that did not come to its end; the next copy of the image to it goes on from there, and removes them."));
        }
    }
}
