using DockerOps.Engine;
using DockerOps.Hosts;
using DockerOps.Images;
using DockerOps.Images.Transfer;
using DockerOps.Sessions;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Copies whose connection breaks.</summary>
public sealed class CopyResumeTests
{
    private const int LayerSize = 60_000;
    private static readonly CopyOptions EveryLayer = new() { RetryCount = 3, StageBytes = 1, RetryPause = TimeSpan.Zero };

    [LabTheory("newEngine")]
    [InlineData("new", true, 25)]
    [InlineData("local", true, 25)]
    [InlineData("new", false, 8)]
    [InlineData("local", false, 8)]
    public async Task A_copy_cut_anywhere_ends_in_the_right_image(string to, bool shell, int cuts)
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        await using var relay = new CuttingRelay(images.Engine(to).Host);
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var from = to == "new" ? "local" : "new";
        var resumed = 0;
        var image = new LayeredImage().Add(LayerSize).Add(LayerSize).Add(LayerSize);
        var name = await image.LoadAsync(images, from);
        for (var i = 0; i < cuts; i++)
        {
            var at = random.Next(4 * LayerSize);
            relay.CutAfter(at);

            var transfer = Assert.Single((await Copies.RunAsync(
                shell ? CopyEnd.Of(sessions, images.Engine(from).Host) : CopyEnd.Of(images.Engine(from)), [CopyEnd.Of(sessions, relay.Host)], [name], EveryLayer)).Transfers());

            Assert.Equal(shell ? TransferWay.LayerStore : TransferWay.FilteredArchive, transfer.Way);
            var there = await ImageList.InspectAsync(images.Engine(to), name, CancellationToken.None);
            Assert.True(image.DiffIds.SequenceEqual(there.RootFS!.Layers!), $"seed {seed}, cut at {at}");
            Assert.Equal((await ImageList.InspectAsync(images.Engine(from), name, CancellationToken.None)).Id, there.Id);
            Assert.Empty(await StagedAsync(images.Engine(to)));
            // A layer that was loaded is not sent again: at most the one that was cut is. An engine's archive has layers in any order.
            Assert.True(transfer.BytesSent < ((shell ? 5 : 7) * LayerSize) + 30_000, $"seed {seed}, cut at {at}: {transfer.BytesSent} bytes");
            if (transfer.Retries > 0) resumed++;
            await images.RemoveAsync(to, name);
        }

        Assert.True(resumed > cuts / 5, $"only {resumed} copies were cut");
    }

    [LabFact("newEngine")]
    public async Task Layers_that_an_archive_has_in_their_order_are_not_sent_again()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        await using var relay = new CuttingRelay(images.Engine("local").Host);
        LayeredImage image;
        // The archive of this engine is sorted by digests.
        do image = new LayeredImage().Add(LayerSize).Add(LayerSize).Add(LayerSize);
        while (!image.DiffIds.SequenceEqual(image.DiffIds.Order(StringComparer.Ordinal)));
        var name = await image.LoadAsync(images, "new");
        relay.CutAfter(5 * LayerSize / 2);

        var events = await Copies.RunAsync(CopyEnd.Of(images.Engine("new")), [CopyEnd.Of(sessions, relay.Host)], [name], EveryLayer);

        var transfer = Assert.Single(events.Transfers());
        Assert.Equal((TransferWay.FilteredArchive, 1), (transfer.Way, transfer.Retries));
        Assert.InRange(transfer.BytesSent, 3 * LayerSize, 4 * (LayerSize + 15_000));
        Assert.Contains(events.OfType<Note>(), note => note.Text.Contains("2 of 3 layers are there", StringComparison.Ordinal));
        Assert.Equal(image.DiffIds, (await ImageList.InspectAsync(images.Engine("local"), name, CancellationToken.None)).RootFS!.Layers!);
        Assert.Empty(await StagedAsync(images.Engine("local")));
    }

    [LabTheory("newEngine")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_layer_that_is_needed_in_two_places_arrives_in_both(bool shell)
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var one = new LayeredImage().Add().Add();
        var other = new LayeredImage().Add().AddTopOf(one).Add();
        var twice = new LayeredImage().AddTopOf(one).Add().AddTopOf(one).Add();
        List<string> names = [await one.LoadAsync(images, "local"), await other.LoadAsync(images, "local"), await twice.LoadAsync(images, "local")];

        var source = shell ? CopyEnd.Of(sessions, images.Engine("local").Host) : CopyEnd.Of(images.Engine("local"));
        var events = await Copies.RunAsync(source, [CopyEnd.Of(sessions, images.Engine("new").Host)], names, EveryLayer with { RetryCount = 0 });

        Assert.Equal(3, events.Transfers().Count);
        Assert.DoesNotContain(events.OfType<Note>(), note => note.Text.Contains("it gets all of them", StringComparison.Ordinal));
        foreach (var (image, name) in new[] { one, other, twice }.Zip(names))
            Assert.Equal(image.DiffIds, (await ImageList.InspectAsync(images.Engine("new"), name, CancellationToken.None)).RootFS!.Layers!);
        Assert.Empty(await StagedAsync(images.Engine("new")));
    }

    [LabFact("newEngine")]
    public async Task What_a_crash_left_is_the_base_of_the_next_copy_and_then_gone()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var image = new LayeredImage().Add(LayerSize).Add(LayerSize).Add();
        var name = await image.LoadAsync(images, "local");
        await StageAsync(images, image, name, 2);
        Assert.NotEmpty(await StagedAsync(images.Engine("new")));

        var transfer = await Copies.RunAsync(images.Engine("local"), images.Engine("new"), name);

        Assert.Equal(1, transfer.LayersSent);
        Assert.Empty(await StagedAsync(images.Engine("new")));
    }

    [LabFact("newEngine")]
    public async Task A_connection_that_stays_broken_is_one_failure_and_leaves_nothing()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var name = await new LayeredImage().Add(LayerSize).LoadAsync(images, "local");
        await using var relay = new CuttingRelay(images.Engine("new").Host);
        relay.CutAfter(LayerSize / 2, forGood: true);
        var plan = await CopyPlan.MakeAsync(
            CopyEnd.Of(sessions, images.Engine("local").Host), [CopyEnd.Of(sessions, relay.Host)], [name], EveryLayer with { RetryCount = 2 }, CancellationToken.None);
        var events = new List<Event>();
        await foreach (var item in ImageCopy.RunAsync(plan, plan.Destinations, CancellationToken.None)) events.Add(item);

        var failure = Assert.Single(events.OfType<Failure>());
        Assert.Equal((FailureKind.Unreachable, relay.Host), (failure.Error.Kind, failure.Error.Target));
        Assert.Empty(await images.OursAsync("new"));
    }

    [LabFact("newEngine")]
    public async Task A_connection_that_gets_no_answer_is_made_again_and_the_others_get_their_turn()
    {
        await using var images = new LabImages();
        await using var one = new CuttingRelay(images.Engine("new").Host);
        await using var other = new CuttingRelay(images.Engine("new").Host);
        var name = await new LayeredImage().Add(LayerSize).LoadAsync(images, "local");
        one.CutAfter(LayerSize / 2);

        var events = await Copies.RunAsync(
            CopyEnd.Of(images.Engine("local")), [Failing(one, FailureKind.TimedOut), Failing(other, kind: null)], [name], EveryLayer with { ThrottleLimit = 1 });

        Assert.Empty(events.OfType<Failure>());
        Assert.Equal([(one.Host, 2), (other.Host, 0)], events.Transfers().Select(transfer => (transfer.DockerHost, transfer.Retries)));
    }

    [LabFact("newEngine")]
    public async Task A_host_that_refuses_after_a_cut_keeps_its_failure_to_itself()
    {
        await using var images = new LabImages();
        await using var one = new CuttingRelay(images.Engine("new").Host);
        await using var other = new CuttingRelay(images.Engine("new").Host);
        var name = await new LayeredImage().Add(LayerSize).LoadAsync(images, "local");
        one.CutAfter(LayerSize / 2);
        other.CutAfter(LayerSize / 2);

        // One load a destination: both are the same engine.
        var events = await Copies.RunAsync(
            CopyEnd.Of(images.Engine("local")), [Failing(one, FailureKind.NotPermitted), Failing(other, kind: null)], [name],
            new CopyOptions { RetryCount = 3, RetryPause = TimeSpan.Zero });

        var failure = Assert.Single(events.OfType<Failure>()).Error;
        Assert.Equal((FailureKind.NotPermitted, one.Host), (failure.Kind, failure.Target));
        Assert.Equal((other.Host, 1), Assert.Single(events.Transfers().Select(transfer => (transfer.DockerHost, transfer.Retries))));
    }

    [LabFact("newEngine")]
    public async Task A_source_whose_store_is_closed_after_a_cut_is_read_by_its_archive()
    {
        await using var images = new LabImages();
        await using var relay = new CuttingRelay(images.Engine("new").Host);
        var name = await new LayeredImage().Add(LayerSize).LoadAsync(images, "local");
        relay.CutAfter(LayerSize / 2);
        var opened = 0;
        var source = new CopyEnd(images.Engine("local").Host, _ => Task.FromResult((images.Engine("local"), ++opened == 1 ? HostShell.Here : null)));

        var transfer = Assert.Single((await Copies.RunAsync(source, [Failing(relay, kind: null)], [name], EveryLayer)).Transfers());

        Assert.Equal((TransferWay.FilteredArchive, 1), (transfer.Way, transfer.Retries));
    }

    // An engine that is reached at first, and once not when it is reached again.
    private static CopyEnd Failing(CuttingRelay relay, FailureKind? kind)
    {
        var opened = 0;
        return new(relay.Host, _ => ++opened == 2 && kind is { } failure
            ? Task.FromException<(EngineClient, HostShell?)>(new DockerOpsException(failure, "It does not let anybody in.", relay.Host))
            : Task.FromResult((new EngineClient(relay.Host, TcpDial.To(relay.Host)), (HostShell?)null)));
    }

    private static async Task StageAsync(LabImages images, LayeredImage image, string name, int count)
    {
        var detail = await ImageList.InspectAsync(images.Engine("local"), name, CancellationToken.None);
        using var archive = new MemoryStream(await image.StagedArchiveAsync(detail.Id, count));
        using var body = new PumpedContent(archive, archive.Length, new TransferMeter());
        await ImageImport.LoadAsync(images.Engine("new"), ImageRequests.Load("a test"), body, null, CancellationToken.None);
    }

    private static async Task<IReadOnlyList<Image>> StagedAsync(EngineClient engine) =>
        await ImageList.ReadAsync(engine, [StagedImages.Label], dangling: null, CancellationToken.None);
}
