using DockerOps.Images;
using DockerOps.Images.Transfer;
using DockerOps.Sessions;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Archives that are made of the layers in the engine's store, without the engine.</summary>
public sealed class StoreExportTests
{
    public static TheoryData<string, string> Pairs => new()
    {
        { "local", "new" },
        { "local", "containerd" },
        { "new", "local" },
        { "new", "new" },
    };

    [LabTheory("newEngine")]
    [MemberData(nameof(Pairs))]
    public async Task It_loads_everywhere_with_its_names_and_holds_what_is_shared_once(string from, string to)
    {
        if (to == "containerd" && !Lab.Current.Has("containerdStore")) return;
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var below = new LayeredImage().Add(200_000).AddOddities();
        var (one, two) = (below.Copy().Add().AddRawName(), below.Copy().Add());
        string[] names = [await one.LoadAsync(images, from), await two.LoadAsync(images, from), images.NewName()];
        await images.Engine(from).RunAsync(ImageRequests.Tag(names[0], ImageReference.Parse(names[2])), CancellationToken.None);
        var end = CopyEnd.Of(sessions, images.Engine(from).Host);
        Assert.Equal(TransferWay.LayerStore, (await ExportPlan.MakeAsync(end, names, since: null, CancellationToken.None)).Way);

        var archive = await Exports.ArchiveAsync(end, names, images.File("all.tar"));

        Assert.InRange(archive.Size, 300_000, 360_000);
        Assert.Equal([2, 1], archive.Images.Select(image => image.References.Count));
        Assert.False(archive.IsDelta);
        var audit = await LabImages.ResultAsync<ArchiveAudit>(ImageArchiveAudit.RunAsync(archive.Path));
        Assert.True(audit.IsValid, string.Join(' ', audit.Findings));
        foreach (var name in names) await images.RemoveAsync(from, name);
        var loaded = await images.ImportAsync(to, archive.Path);
        Assert.Equal(names.Order(), loaded.Select(image => image.Name).Order());
        foreach (var (made, name) in new[] { (one, names[0]), (two, names[1]), (one, names[2]) })
            Assert.Equal(made.DiffIds, (await ImageList.InspectAsync(images.Engine(to), name, CancellationToken.None)).RootFS!.Layers!);
        if (to != "containerd") Assert.Equal(archive.Images.Select(image => image.Id).Order(), loaded.Select(image => image.Id).Distinct().Order());
    }

    [LabFact]
    public async Task It_is_the_archive_that_was_asked_for_packed_and_by_id()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var name = await new LayeredImage().Add().LoadAsync(images, "local");
        var id = (await ImageList.FindAsync(images.Engine("local"), name, CancellationToken.None)).Id;
        var end = CopyEnd.Of(sessions, images.Engine("local").Host);

        var archive = await Exports.ArchiveAsync(end, [id], images.File("id.tar.gz"), compress: true);

        Assert.True(archive.IsCompressed);
        Assert.Empty(Assert.Single(archive.Images).References);
        await using (var file = File.OpenRead(archive.Path)) Assert.Equal(Convert.ToHexString(await System.Security.Cryptography.SHA256.HashDataAsync(file)).ToLowerInvariant(), archive.Sha256);
        await images.RemoveAsync("local", name);
        Assert.Equal(id, Assert.Single(await images.ImportAsync("local", archive.Path)).Id);
        await images.RemoveAsync("local", id);
    }

    [LabFact]
    public async Task What_the_store_does_not_give_is_left_to_the_engine()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var name = await new LayeredImage().Add().AddBehindLink().LoadAsync(images, "local");

        var events = new List<Event>();
        await foreach (var item in Exports.RunAsync(CopyEnd.Of(sessions, images.Engine("local").Host), [name], images.File("a.tar"))) events.Add(item);

        Assert.Contains("behind a symbolic link", Assert.Single(events.OfType<Note>()).Text, StringComparison.Ordinal);
        Assert.True((await LabImages.ResultAsync<ArchiveAudit>(ImageArchiveAudit.RunAsync(images.File("a.tar")))).IsValid);
        Assert.Equal(["a.tar"], images.Files);
    }

    [LabFact]
    public async Task A_file_that_was_changed_in_the_store_leaves_no_archive()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var image = new LayeredImage().Add();
        var name = await image.LoadAsync(images, "local");
        await image.SpoilAsync(Lab.Current.Text("engines", "local", "dataRoot"));

        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => Exports.ArchiveAsync(CopyEnd.Of(sessions, images.Engine("local").Host), [name], images.File("a.tar")));

        Assert.Contains(failure.Kind, new[] { FailureKind.Corrupt, FailureKind.EngineError, FailureKind.Unreachable });
        Assert.Empty(images.Files);
    }
}
