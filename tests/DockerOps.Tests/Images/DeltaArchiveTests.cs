using DockerOps.Images;
using DockerOps.Images.Transfer;
using DockerOps.Sessions;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Archives that leave out what their destination has.</summary>
public sealed class DeltaArchiveTests
{
    public static TheoryData<string, bool, string> Ways => new()
    {
        { "local", true, "new" },
        { "local", false, "new" },
        { "new", true, "local" },
        { "new", false, "containerd" },
        { "local", true, "containerd" },
    };

    [LabTheory("newEngine")]
    [MemberData(nameof(Ways))]
    public async Task A_delta_is_completed_by_what_is_there(string from, bool shell, string to)
    {
        if (to == "containerd" && !Lab.Current.Has("containerdStore")) return;
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var below = new LayeredImage().Add(100_000).Add();
        var above = below.Copy().Add(1000).AddOddities();
        var bases = await below.LoadAsync(images, to);
        var name = await above.LoadAsync(images, from);
        var known = new DeltaBase();
        await known.AddEngineAsync(images.Engine(to), CancellationToken.None);

        var archive = await ExportAsync(images, shell ? CopyEnd.Of(sessions, images.Engine(from).Host) : CopyEnd.Of(images.Engine(from)), known, name);

        Assert.True(archive.IsDelta);
        Assert.Equal(below.DiffIds, archive.NeededLayers);
        Assert.InRange(archive.Size, 1000, 60_000);
        var audit = await LabImages.ResultAsync<ArchiveAudit>(ImageArchiveAudit.RunAsync(archive.Path));
        Assert.True(audit.IsValid);
        Assert.Equal(2, audit.Findings.Count(finding => finding is { Kind: ArchiveFindingKind.NeededLayer, Severity: ArchiveFindingSeverity.Warning }));

        var loaded = Assert.Single(await images.ImportAsync(to, archive.Path));

        Assert.Equal(name, loaded.Name);
        Assert.Equal(above.DiffIds, (await ImageList.InspectAsync(images.Engine(to), name, CancellationToken.None)).RootFS!.Layers!);
        await images.RemoveAsync(to, bases);
        await images.ExportAsync(to, images.File("again.tar"), name);
        Assert.True((await LabImages.ResultAsync<ArchiveAudit>(ImageArchiveAudit.RunAsync(images.File("again.tar")))).IsValid);
    }

    [LabTheory]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task A_delta_without_its_base_is_refused_before_the_engine_sees_it(string engine)
    {
        await using var images = new LabImages();
        var below = new LayeredImage().Add();
        var above = below.Copy().Add();
        var name = images.NewName();
        var file = images.File("delta.tar");
        await File.WriteAllBytesAsync(file, await above.ArchiveAsync(name, below.DiffIds.ToHashSet(), below.DiffIds));
        await using var proxy = new RecordingProxy(Lab.Current.Engine(engine));
        using var client = LabImages.To(proxy.Host);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => LabImages.ResultAsync<IReadOnlyList<Image>>(ImageImport.RunAsync(client, file, quiet: false, CancellationToken.None)));

        Assert.Equal((FailureKind.NotFound, file), (failure.Kind, failure.Target));
        Assert.Contains(below.DiffIds[0], failure.Message, StringComparison.Ordinal);
        Assert.Empty(proxy.Changes);
    }

    [Fact]
    public async Task A_layer_that_is_missing_without_being_left_out_is_damage()
    {
        var file = Path.GetTempFileName();
        var image = new LayeredImage().Add().Add();
        await File.WriteAllBytesAsync(file, await image.ArchiveAsync("x:1", image.DiffIds.ToHashSet(), [image.DiffIds[0]]));
        try
        {
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ImageArchiveReader.ReadAsync(file));
            Assert.Equal(FailureKind.Corrupt, failure.Kind);
            Assert.Contains(LayerChain.Hex(image.DiffIds[1]), failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(LayerChain.Hex(image.DiffIds[0]), failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [LabFact]
    public async Task A_delta_since_an_archive_is_small_and_one_of_a_containerd_store_is_refused()
    {
        await using var images = new LabImages();
        var below = new LayeredImage().Add(200_000);
        var above = below.Copy().Add(10);
        var known = new DeltaBase();
        await File.WriteAllBytesAsync(images.File("base.tar"), await below.ArchiveAsync("x:1"));
        await known.AddArchiveAsync(images.File("base.tar"), CancellationToken.None);
        var name = await above.LoadAsync(images, "local");

        Assert.InRange((await ExportAsync(images, CopyEnd.Of(images.Engine("local")), known, name)).Size, 1000, 20_000);

        if (!Lab.Current.Has("containerdStore")) return;
        await above.LoadAsync(images, "containerd", name);
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ExportAsync(images, CopyEnd.Of(images.Engine("containerd")), known, name));
        Assert.Equal(FailureKind.Unsupported, failure.Kind);
    }

    private static Task<ImageArchive> ExportAsync(LabImages images, CopyEnd source, DeltaBase known, string name) =>
        Exports.ArchiveAsync(source, [name], images.File(Lab.Unique() + ".tar"), known);
}
