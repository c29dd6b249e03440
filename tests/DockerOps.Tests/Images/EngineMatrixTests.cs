using DockerOps.Images;
using DockerOps.Images.Transfer;
using DockerOps.Sessions;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>
/// Every engine of the lab to every other, by every way: 20.10, 26.1 and 28.5 with a graph driver, the latter two with a containerd
/// store too, and podman. Needs a lab that was started with the others; it takes some minutes.
/// </summary>
public sealed class EngineMatrixTests
{
    private const int LayerSize = 60_000;
    private static readonly CopyOptions Stubborn = new() { RetryCount = 3, StageBytes = 1, RetryPause = TimeSpan.Zero };

    /// <summary>From and to, without what other tests do in every lab.</summary>
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            string[] usual = ["local", "new", "containerd"];
            string[] engines = [.. usual, "middle", "middle-containerd", "podman"];
            foreach (var from in engines)
            {
                foreach (var to in engines.Where(to => to != from && !(usual.Contains(from) && usual.Contains(to)))) pairs.Add(from, to);
            }

            return pairs;
        }
    }

    [LabTheory("middleEngine", "podman", "containerdStore")]
    [MemberData(nameof(Pairs))]
    public async Task A_whole_copy(string from, string to)
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var image = new LayeredImage().Add(LayerSize).AddOddities().Add();
        var name = await image.LoadAsync(images, from);

        var transfer = Assert.Single((await Copies.RunAsync(End(images, sessions, from), [End(images, sessions, to)], [name])).Transfers());

        Assert.Equal(WayFrom(from), transfer.Way);
        if (transfer.Way != TransferWay.WholeArchive) Assert.Equal(3, transfer.LayersSent);
        await SameAsync(images, to, name, image);
    }

    [LabTheory("middleEngine", "podman", "containerdStore")]
    [MemberData(nameof(Pairs))]
    public async Task A_delta(string from, string to)
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var (_, above, name) = await OnBaseAsync(images, from, to);

        var events = await Copies.RunAsync(End(images, sessions, from), [End(images, sessions, to)], [name]);

        var transfer = Assert.Single(events.Transfers());
        Assert.Equal(WayFrom(from), transfer.Way);
        var notes = string.Join(' ', events.OfType<Note>().Select(note => note.Text));
        // Where it falls back to all layers, it says why.
        if (transfer.Way == TransferWay.WholeArchive) Assert.Contains("its images are in a containerd store", notes, StringComparison.Ordinal);
        else if (to == "middle-containerd") Assert.Contains("does not tell whether an image is whole", notes, StringComparison.Ordinal);
        if (transfer.Way != TransferWay.WholeArchive) Assert.Equal(to == "middle-containerd" ? 3 : 1, transfer.LayersSent);
        await SameAsync(images, to, name, above);
    }

    [LabTheory("middleEngine", "podman", "containerdStore")]
    [MemberData(nameof(Pairs))]
    public async Task A_delta_archive(string from, string to)
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var (below, above, name) = await OnBaseAsync(images, from, to);
        var known = new DeltaBase();
        known.AddLayers(below.DiffIds);
        var file = images.File("delta.tar");

        var export = Exports.ArchiveAsync(End(images, sessions, from), [name], file, known);

        // What is refused says what to do, before anything is written or loaded.
        if (WayFrom(from) == TransferWay.WholeArchive)
        {
            Assert.Equal(FailureKind.Unsupported, (await Assert.ThrowsAsync<DockerOpsException>(() => export)).Kind);
            return;
        }

        Assert.True((await export).IsDelta);
        var import = images.ImportAsync(to, file);
        if (to == "middle-containerd")
        {
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => import);
            Assert.Equal((FailureKind.Unsupported, file), (failure.Kind, failure.Target));
            Assert.Contains("Export without -Since", failure.Message, StringComparison.Ordinal);
            return;
        }

        // podman tells names in full.
        Assert.Equal(ImageReference.Parse(name).FullName, ImageReference.Parse(Assert.Single(await import).Name).FullName);
        await SameAsync(images, to, name, above);
    }

    [LabTheory("middleEngine", "podman", "containerdStore")]
    [MemberData(nameof(Pairs))]
    public async Task A_copy_that_is_cut(string from, string to)
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        await using var relay = new CuttingRelay(images.Engine(to).Host);
        var image = new LayeredImage().Add(LayerSize).Add(LayerSize).Add(LayerSize);
        var name = await image.LoadAsync(images, from);
        relay.CutAfter(5 * LayerSize / 2);

        var transfer = Assert.Single((await Copies.RunAsync(End(images, sessions, from), [CopyEnd.Of(sessions, relay.Host)], [name], Stubborn)).Transfers());

        Assert.InRange(transfer.Retries, 1, 3);
        // Layers that arrived whole are kept where the source gives them in order and the destination keeps them by themselves.
        var resumes = WayFrom(from) == TransferWay.LayerStore && !to.EndsWith("containerd", StringComparison.Ordinal);
        Assert.InRange(transfer.BytesSent, 3 * LayerSize, (resumes ? 4 : 6) * (LayerSize + 15_000));
        await SameAsync(images, to, name, image);
    }

    // An image of one end, whose two lowest layers the other end has.
    private static async Task<(LayeredImage Below, LayeredImage Above, string Name)> OnBaseAsync(LabImages images, string from, string to)
    {
        var below = new LayeredImage().Add(LayerSize).AddOddities();
        var above = below.Copy().Add();
        await below.LoadAsync(images, to);
        return (below, above, await above.LoadAsync(images, from));
    }

    private static CopyEnd End(LabImages images, HostSessions sessions, string engine) => CopyEnd.Of(sessions, images.Engine(engine).Host);

    private static TransferWay WayFrom(string engine) =>
        engine.EndsWith("containerd", StringComparison.Ordinal) ? TransferWay.WholeArchive
        : engine == "podman" ? TransferWay.FilteredArchive
        : TransferWay.LayerStore;

    // The engine gives out its image again, and every byte of it has its digest.
    private static async Task SameAsync(LabImages images, string engine, string name, LayeredImage made)
    {
        Assert.Equal(made.DiffIds, (await ImageList.InspectAsync(images.Engine(engine), name, CancellationToken.None)).RootFS!.Layers!);
        var file = images.File(Lab.Unique() + ".tar");
        await images.ExportAsync(engine, file, name);
        var audit = await LabImages.ResultAsync<ArchiveAudit>(ImageArchiveAudit.RunAsync(file));
        Assert.True(audit.IsValid, string.Join(' ', audit.Findings));
        Assert.Equal(made.DiffIds, Assert.Single(audit.Images).DiffIds);
    }
}
