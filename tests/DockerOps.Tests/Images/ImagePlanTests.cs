using DockerOps.Images;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>What a plan announces is what the engine is then asked, in the same words.</summary>
public sealed class ImagePlanTests
{
    [LabFact]
    public async Task Tag_and_remove_are_sent_as_they_are_shown()
    {
        await using var images = new LabImages();
        await using var proxy = new RecordingProxy(Lab.Current.Local);
        using var engine = LabImages.To(proxy.Host);
        var name = await images.MakeAsync("local");
        var tag = ImageReference.Parse("registry.lan:5000/team/" + images.NewName());
        DockerOps.Engine.EngineRequest[] plan =
        [
            ImageRequests.Tag(name, tag),
            ImageRequests.Remove(tag.ToString(), force: true, keepParents: true),
            ImageRequests.Remove(name, force: false, keepParents: false),
        ];

        foreach (var request in plan) await engine.RunAsync(request, CancellationToken.None);

        Assert.Equal(plan.Select(request => request.ToString()), proxy.Changes);
        Assert.Empty(await images.OursAsync("local"));
    }

    [LabFact]
    public async Task An_export_asks_what_it_shows_and_changes_nothing()
    {
        await using var images = new LabImages();
        await using var proxy = new RecordingProxy(Lab.Current.Local);
        using var engine = LabImages.To(proxy.Host);
        string[] names = [await images.MakeAsync("local"), await images.MakeAsync("local")];
        var path = images.File("two.tar");
        var plan = ImageExport.Plan(proxy.Host, names, path);

        await LabImages.ResultAsync<ImageArchive>(ImageExport.RunAsync(engine, names, path, overwrite: false, compress: false, CancellationToken.None));

        var sent = Assert.Single(proxy.Calls, call => call.Path.StartsWith("/images/get", StringComparison.Ordinal));
        Assert.Equal([$"{sent} on {proxy.Host} > {path}.partial", $"rename {path}.partial to {path}"], plan);
        Assert.Empty(proxy.Changes);
        Assert.Equal(["two.tar"], images.Files);
    }

    [LabFact]
    public async Task An_import_sends_what_it_shows()
    {
        await using var images = new LabImages();
        await using var proxy = new RecordingProxy(Lab.Current.Local);
        using var engine = LabImages.To(proxy.Host);
        var (_, archive) = await images.MakeArchiveAsync("local");

        await LabImages.ResultAsync<IReadOnlyList<Image>>(ImageImport.RunAsync(engine, archive, CancellationToken.None));

        Assert.Equal([ImageRequests.Load(archive).ToString()], proxy.Changes.Select(change => $"{change} < {archive}"));
    }

    [LabFact("newEngine")]
    public async Task A_copy_sends_what_it_shows_to_the_destination_only()
    {
        await using var images = new LabImages();
        await using var from = new RecordingProxy(Lab.Current.Local);
        await using var to = new RecordingProxy(Lab.Current.Engine("new"));
        using var source = LabImages.To(from.Host);
        using var destination = LabImages.To(to.Host);
        var name = await images.MakeAsync("local");
        _ = images.Engine("new");

        await LabImages.ResultAsync<IReadOnlyList<Image>>(ImageCopy.RunAsync(source, destination, [name], CancellationToken.None));

        var saved = Assert.Single(from.Calls, call => call.Path.StartsWith("/images/get", StringComparison.Ordinal));
        Assert.Equal([ImageCopy.Plan(from.Host, [name]).ToString()], to.Changes.Select(change => $"{change} < {saved} on {from.Host}"));
        Assert.Empty(from.Changes);
    }
}
