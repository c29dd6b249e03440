using DockerOps.Images;
using DockerOps.Images.Transfer;
using DockerOps.Sessions;
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
        var plan = await ExportPlan.MakeAsync(CopyEnd.Of(engine), names, since: null, CancellationToken.None);

        await LabImages.ResultAsync<ImageArchive>(ImageExport.RunAsync(plan, path, overwrite: false, compress: false, CancellationToken.None));

        var sent = Assert.Single(proxy.Calls, call => call.Path.StartsWith("/images/get", StringComparison.Ordinal));
        Assert.Equal([$"{sent} on {proxy.Host} > {path}.partial", $"rename {path}.partial to {path}"], plan.Steps(path));
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

        await LabImages.ResultAsync<IReadOnlyList<Image>>(ImageImport.RunAsync(engine, archive, quiet: false, CancellationToken.None));

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

        var plan = await CopyPlan.MakeAsync(CopyEnd.Of(source), [CopyEnd.Of(destination)], [name], new CopyOptions(), CancellationToken.None);
        var shown = plan.Steps(to.Host).Select(step => step.ToString()!.Split(" < ")[0]);
        Assert.Empty(to.Changes);
        await LabImages.ResultAsync<ImageTransfer>(ImageCopy.RunAsync(plan, plan.Destinations, CancellationToken.None));

        Assert.Single(from.Calls, call => call.Path.StartsWith("/images/get", StringComparison.Ordinal));
        Assert.Equal(shown, to.Changes.Select(change => change.ToString()));
        Assert.Empty(from.Changes);
    }

    [LabFact("newEngine")]
    public async Task A_copy_in_several_loads_shows_each_and_that_their_images_are_removed()
    {
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        await using var to = new RecordingProxy(Lab.Current.Engine("new"));
        using var destination = LabImages.To(to.Host);
        var name = await new LayeredImage().Add().Add().Add().LoadAsync(images, "local");
        _ = images.Engine("new");

        // Every layer is enough for a load of its own.
        var plan = await CopyPlan.MakeAsync(
            CopyEnd.Of(sessions, images.Engine("local").Host), [CopyEnd.Of(destination)], [name], new CopyOptions { StageBytes = 1 }, CancellationToken.None);
        var shown = plan.Steps(to.Host).Select(step => step.ToString()!).ToList();
        Assert.Empty(to.Changes);
        await LabImages.ResultAsync<ImageTransfer>(ImageCopy.RunAsync(plan, plan.Destinations, CancellationToken.None));

        Assert.Equal(4, shown.Count);
        Assert.All(shown[..3], step => Assert.EndsWith($" < 1 of 3 layers of {name} from the layer store of {images.Engine("local").Host}", step, StringComparison.Ordinal));
        Assert.StartsWith($"remove from {to.Host} the images without a name", shown[3], StringComparison.Ordinal);
        var made = to.Changes.Select(change => change.ToString()).ToList();
        Assert.Equal(shown[..3].Select(step => step.Split(" < ")[0]), made[..3]);
        Assert.Equal(2, made.Count(change => change.StartsWith("DELETE /images/sha256:", StringComparison.Ordinal)));
        Assert.Equal(5, made.Count);
    }
}
