using DockerOps.Images;
using DockerOps.Images.Transfer;
using DockerOps.Sessions;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Copies between real engines, each with its image store, by each way.</summary>
public sealed class ImageCopyTests
{
    /// <summary>From, to, by a shell or not: what is sent of an image of five layers whose lowest two are there.</summary>
    public static TheoryData<string, string, bool, TransferWay, int> Ways => new()
    {
        { "local", "new", true, TransferWay.LayerStore, 3 },
        { "local", "new", false, TransferWay.FilteredArchive, 3 },
        { "new", "local", true, TransferWay.LayerStore, 3 },
        { "new", "local", false, TransferWay.FilteredArchive, 3 },
        { "local", "containerd", true, TransferWay.LayerStore, 3 },
        { "local", "containerd", false, TransferWay.FilteredArchive, 3 },
        { "new", "containerd", true, TransferWay.LayerStore, 3 },
        // Blobs of a containerd store are named by what they are packed to: its archive is passed on as it is.
        { "containerd", "local", true, TransferWay.WholeArchive, 0 },
        { "containerd", "new", false, TransferWay.WholeArchive, 0 },
    };

    [LabTheory("newEngine")]
    [MemberData(nameof(Ways))]
    public async Task Only_the_layers_that_are_missing_are_sent(string from, string to, bool shell, TransferWay way, int sent)
    {
        if ((from == "containerd" || to == "containerd") && !Lab.Current.Has("containerdStore")) return;
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var below = new LayeredImage().Add().AddOddities();
        var above = below.Copy().Add(1_000_000).AddRawName().AddOddities();
        var bases = await below.LoadAsync(images, to);
        var name = await above.LoadAsync(images, from);

        var transfer = Assert.Single((await Copies.RunAsync(End(images, sessions, from, shell), [End(images, sessions, to, shell)], [name])).Transfers());

        Assert.Equal((way, sent, 5), (transfer.Way, transfer.LayersSent, transfer.Layers));
        await AssertSameAsync(images, from, to, name, above);
        if (way != TransferWay.WholeArchive) Assert.InRange(transfer.BytesSent, 1_000_000, 1_050_000);

        await images.RemoveAsync(to, bases);
        await AssertSameAsync(images, from, to, name, above);
    }

    [LabTheory("newEngine")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_sent_of_what_is_there(bool named)
    {
        await using var images = new LabImages();
        var image = new LayeredImage().Add();
        var name = await image.LoadAsync(images, "local");
        await Copies.RunAsync(images.Engine("local"), images.Engine("new"), name);
        var wanted = name;
        if (!named) await images.Engine("local").RunAsync(ImageRequests.Tag(name, ImageReference.Parse(wanted = images.NewName())), CancellationToken.None);

        var transfer = await Copies.RunAsync(images.Engine("local"), images.Engine("new"), wanted);

        Assert.Equal((TransferWay.AlreadyThere, 0, 0L), (transfer.Way, transfer.LayersSent, transfer.BytesSent));
        Assert.True(transfer.BytesSaved > 0);
        await AssertSameAsync(images, "local", "new", wanted, image);
    }

    [LabFact("newEngine")]
    public async Task A_file_behind_a_link_is_left_to_the_engine()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var image = new LayeredImage().Add().AddBehindLink();
        var name = await image.LoadAsync(images, "local");

        var events = await Copies.RunAsync(End(images, sessions, "local", true), [End(images, sessions, "new", true)], [name]);

        Assert.Equal(TransferWay.FilteredArchive, Assert.Single(events.Transfers()).Way);
        Assert.Contains(events.OfType<Note>(), note => note.Text.Contains("behind a symbolic link", StringComparison.Ordinal));
        await AssertSameAsync(images, "local", "new", name, image);
    }

    [LabFact("newEngine")]
    public async Task A_file_that_was_changed_in_the_store_is_left_to_the_engine_that_refuses_it()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var image = new LayeredImage().Add();
        var name = await image.LoadAsync(images, "local");
        await image.SpoilAsync(Lab.Current.Text("engines", "local", "dataRoot"));

        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => Copies.RunAsync(End(images, sessions, "local", true), [End(images, sessions, "new", true)], [name]));

        Assert.Contains(failure.Kind, new[] { FailureKind.Corrupt, FailureKind.EngineError, FailureKind.Unreachable });
        Assert.Empty(await images.OursAsync("new"));
    }

    [LabFact("newEngine", "containerdStore")]
    public async Task Layers_that_do_not_complete_the_image_are_all_sent_after_all()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        // Made in a containerd store, a layer is kept there as it was packed, and not as the source has it.
        var below = await images.MakeAsync("containerd");
        await Copies.RunAsync(images.Engine("containerd"), images.Engine("local"), below);
        var name = images.NewName();
        var context = Directory.CreateTempSubdirectory("context-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(context.FullName, "Dockerfile"), $"FROM {below}\nCOPY Dockerfile /\n");
            var spec = new ImageBuildSpec { Folder = context.FullName, Tags = [ImageReference.Parse(name)] };
            await ImageBuildTests.BuildAsync(images.Engine("local"), spec);
        }
        finally
        {
            context.Delete(recursive: true);
        }

        var events = await Copies.RunAsync(End(images, sessions, "local", true), [End(images, sessions, "containerd", true)], [name]);

        var transfer = Assert.Single(events.Transfers());
        Assert.Equal((TransferWay.LayerStore, 2), (transfer.Way, transfer.LayersSent));
        Assert.Contains(events.OfType<Note>(), note => note.Text.Contains("it gets all of them", StringComparison.Ordinal));
    }

    [LabFact("newEngine")]
    public async Task Images_that_share_layers_send_them_once()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var below = new LayeredImage().Add(200_000);
        var (one, two) = (below.Copy().Add(1000), below.Copy().Add(2000));
        string[] names = [await one.LoadAsync(images, "local"), await two.LoadAsync(images, "local")];

        var transfers = (await Copies.RunAsync(End(images, sessions, "local", true), [End(images, sessions, "new", true)], names)).Transfers();

        Assert.Equal(names, transfers.Select(transfer => transfer.Name));
        Assert.Equal([2, 1], transfers.Select(transfer => transfer.LayersSent));
        Assert.InRange(transfers.Sum(transfer => transfer.BytesSent), 203_000, 230_000);
        await AssertSameAsync(images, "local", "new", names[0], one);
        await AssertSameAsync(images, "local", "new", names[1], two);
    }

    [LabFact("newEngine")]
    public async Task One_read_feeds_several_destinations_each_with_what_it_lacks()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var below = new LayeredImage().Add(100_000);
        var above = below.Copy().Add(100_000);
        await below.LoadAsync(images, "new");
        var name = await above.LoadAsync(images, "local");
        await using var sme = await HostSession.OpenAsync(Lab.Current.Sme, DockerOps.Transport.SshLogin.Default, CancellationToken.None);
        try
        {
            var events = await Copies.RunAsync(
                End(images, sessions, "local", true),
                [CopyEnd.Of(sessions, Lab.Current.Sme), CopyEnd.Of(sessions, DockerHost.Parse("unix:///nowhere.sock")), End(images, sessions, "new", true)], [name]);

            Assert.Equal([2, 1], events.Transfers().Select(transfer => transfer.LayersSent));
            await AssertSameAsync(images, "local", "new", name, above);
            Assert.Equal(above.DiffIds, (await ImageList.InspectAsync(sme.Engine, name, CancellationToken.None)).RootFS!.Layers!);
        }
        finally
        {
            await sme.Engine.RunAsync(ImageRequests.Remove(name, force: true, keepParents: false), CancellationToken.None);
        }
    }

    private static CopyEnd End(LabImages images, HostSessions sessions, string engine, bool shell) =>
        shell ? CopyEnd.Of(sessions, images.Engine(engine).Host) : CopyEnd.Of(images.Engine(engine));

    // The engine gives out its image again, and every byte of it has its digest.
    private static async Task AssertSameAsync(LabImages images, string from, string to, string name, LayeredImage made)
    {
        var there = await ImageList.InspectAsync(images.Engine(to), name, CancellationToken.None);
        Assert.Equal(made.DiffIds, there.RootFS!.Layers!);
        if (from != "containerd" && to != "containerd")
            Assert.Equal((await ImageList.InspectAsync(images.Engine(from), name, CancellationToken.None)).Id, there.Id);
        var file = images.File(Lab.Unique() + ".tar");
        await images.ExportAsync(to, file, name);
        var audit = await LabImages.ResultAsync<ArchiveAudit>(ImageArchiveAudit.RunAsync(file));
        Assert.True(audit.IsValid, string.Join(' ', audit.Findings));
        Assert.Equal(made.DiffIds, Assert.Single(audit.Images).DiffIds);
    }
}
