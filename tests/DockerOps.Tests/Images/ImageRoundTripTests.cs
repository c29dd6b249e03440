using System.IO.Compression;
using System.Security.Cryptography;
using DockerOps.Images;
using DockerOps.Images.Transfer;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Export, import and copy on the lab's engines: what goes out comes in again.</summary>
public sealed class ImageRoundTripTests
{
    [LabTheory]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task An_archive_brings_its_image_back(string engine)
    {
        await using var images = new LabImages();
        var name = await images.MakeAsync(engine);
        var original = await ImageList.FindAsync(images.Engine(engine), name, CancellationToken.None);

        var archive = await images.ExportAsync(engine, images.File("a.tar"), name);
        await images.RemoveAsync(engine, name);
        Assert.Empty(await images.OursAsync(engine));
        var loaded = Assert.Single(await images.ImportAsync(engine, archive.Path));

        Assert.Equal((name, original.Id), (loaded.Name, loaded.Id));
        Assert.Equal(images.Engine(engine).Host, loaded.DockerHost);
        Assert.Equal(name, Assert.Single(archive.Images).References.Single().ToString());
        var bytes = await File.ReadAllBytesAsync(archive.Path);
        Assert.Equal((Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant(), (long)bytes.Length), (archive.Sha256, archive.Size));
        Assert.Equal(["a.tar"], images.Files);
    }

    [LabTheory]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task An_image_may_be_saved_by_its_id(string engine)
    {
        await using var images = new LabImages();
        var name = await images.MakeAsync(engine);
        var id = (await ImageList.FindAsync(images.Engine(engine), name, CancellationToken.None)).Id;

        var archive = await images.ExportAsync(engine, images.File("a.tar"), id);
        await images.RemoveAsync(engine, name);
        var loaded = Assert.Single(await images.ImportAsync(engine, archive.Path));

        Assert.Equal(id, loaded.Id);
        Assert.True(loaded.IsDangling);
    }

    [LabTheory]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task A_packed_archive_is_packed_and_loads(string engine)
    {
        await using var images = new LabImages();
        var name = await images.MakeAsync(engine);
        var path = images.File("a.tar.gz");

        var archive = await Exports.ArchiveAsync(CopyEnd.Of(images.Engine(engine)), [name], path, compress: true);
        await images.RemoveAsync(engine, name);
        var loaded = await images.ImportAsync(engine, path);

        Assert.Equal(name, Assert.Single(loaded).Name);
        Assert.True(archive.IsCompressed);
        var bytes = await File.ReadAllBytesAsync(path);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant(), archive.Sha256);
        await using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        await unpacked.CopyToAsync(Stream.Null);
    }

    [LabTheory]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task Several_images_travel_in_one_archive(string engine)
    {
        await using var images = new LabImages();
        string[] names = [await images.MakeAsync(engine), await images.MakeAsync(engine), images.NewName()];
        await images.Engine(engine).RunAsync(ImageRequests.Tag(names[0], ImageReference.Parse(names[2])), CancellationToken.None);

        var archive = await images.ExportAsync(engine, images.File("all.tar"), names);
        foreach (var name in names) await images.RemoveAsync(engine, name);
        var loaded = await images.ImportAsync(engine, archive.Path);

        Assert.Equal(names.Order(), loaded.Select(image => image.Name).Order());
        // Two of the names are one image, and its layer is there once: 300 000 bytes each, not three times.
        Assert.Equal(2, loaded.Select(image => image.Id).Distinct().Count());
        Assert.InRange(archive.Size, 600_000, 900_000);
    }

    [LabTheory]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task An_archive_that_another_builder_wrote_is_imported(string engine)
    {
        await using var images = new LabImages();
        var (image, name) = (new LayeredImage().Add().Add(), images.NewName());
        await File.WriteAllBytesAsync(images.File("crane.tar"), ArchiveBuilder.Crane(image.Tars, name).ToTar());

        Assert.Equal(name, Assert.Single(await images.ImportAsync(engine, images.File("crane.tar"))).Name);

        Assert.Equal(image.DiffIds, (await ImageList.InspectAsync(images.Engine(engine), name, CancellationToken.None)).RootFS!.Layers!);
    }

    [LabFact("newEngine")]
    public async Task An_archive_goes_from_engine_to_engine()
    {
        await using var images = new LabImages();
        var name = await images.MakeAsync("local");
        var id = (await ImageList.FindAsync(images.Engine("local"), name, CancellationToken.None)).Id;
        await images.ExportAsync("local", images.File("up.tar"), name);

        Assert.Equal((name, id), Assert.Single(await images.ImportAsync("new", images.File("up.tar"))) is { } up ? (up.Name, up.Id) : default);

        await images.ExportAsync("new", images.File("down.tar"), name);
        await images.RemoveAsync("local", name);
        Assert.Equal((name, id), Assert.Single(await images.ImportAsync("local", images.File("down.tar"))) is { } down ? (down.Name, down.Id) : default);
    }

    [LabTheory("newEngine")]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task A_copy_arrives_under_its_name_and_by_its_id(string destination)
    {
        await using var images = new LabImages();
        var source = destination == "local" ? "new" : "local";
        var name = await images.MakeAsync(source);
        var id = (await ImageList.FindAsync(images.Engine(source), name, CancellationToken.None)).Id;

        var byId = await CopyAsync(images, source, destination, id);
        Assert.True((await ImageList.FindAsync(images.Engine(destination), byId.Id, CancellationToken.None)).IsDangling);
        var byName = await CopyAsync(images, source, destination, name);

        Assert.Equal((name, byId.Id), (byName.Name, byName.Id));
        Assert.Equal(images.Engine(destination).Host, byName.DockerHost);
    }

    [LabFact]
    public async Task A_copy_onto_the_same_host_is_refused()
    {
        await using var images = new LabImages();
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => CopyAsync(images, "local", "local", Lab.Current.SmeImage));

        Assert.Equal(FailureKind.Conflict, failure.Kind);
    }

    private static Task<ImageTransfer> CopyAsync(LabImages images, string source, string destination, string name) =>
        Copies.RunAsync(images.Engine(source), images.Engine(destination), name);
}
