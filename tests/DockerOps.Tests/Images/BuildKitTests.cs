using DockerOps.Engine;
using DockerOps.Images;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Builds with the BuildKit of a real engine, and records of it that make no sense.</summary>
public sealed class BuildKitTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("context-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [LabFact]
    public async Task It_builds_what_the_classic_builder_refuses()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        var tag = Lab.Unique("built") + ":1";
        var spec = Spec("RUN --mount=type=cache,target=/x echo 'one line'; echo two >&2") with { Tags = [ImageReference.Parse(tag)] };
        var refused = await RefusedAsync(engine, spec with { BuildKit = false });
        Assert.Equal(FailureKind.Unsupported, refused.Kind);
        Assert.Contains("-BuildKit", refused.Message, StringComparison.Ordinal);
        try
        {
            var (image, events) = await ImageBuildTests.BuildAsync(engine, spec);
            Assert.Equal(tag, image.Name);
            var notes = events.OfType<Note>().Select(note => note.Text).ToList();
            Assert.Contains("one line", notes);
            Assert.Contains("two", notes);
            Assert.Contains(notes, note => note.Contains("RUN --mount", StringComparison.Ordinal));
        }
        finally
        {
            await engine.RunAsync(ImageRequests.Remove(tag, force: true, keepParents: false), CancellationToken.None);
        }
    }

    [LabFact]
    public async Task What_is_wrong_is_told_as_what_it_is()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        var failed = await RefusedAsync(engine, Spec("RUN echo early; echo the reason >&2; exit 7"));
        Assert.Equal(FailureKind.CommandFailed, failed.Kind);
        foreach (var words in (string[])["RUN echo early", "exit code 7", "the reason"]) Assert.Contains(words, failed.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.InvalidInput, (await RefusedAsync(engine, Spec("FORM nothing"))).Kind);
        Assert.Equal(FailureKind.NotFound, (await RefusedAsync(engine, Spec("COPY --from=no-such-image:1 / /x"))).Kind);
    }

    [LabFact]
    public async Task It_ends_on_the_engine_when_it_is_stopped()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        var mark = Random.Shared.Next(100_000, 999_999);
        using var stop = new CancellationTokenSource();
        var building = ImageBuildTests.BuildAsync(engine, Spec($"RUN sleep {mark}"), stop.Token);
        bool Runs() => Directory.GetDirectories("/proc").Any(process => CommandOf(process) == $"sleep\0{mark}\0");
        for (var tries = 0; tries < 200 && !Runs(); tries++) await Task.Delay(50);
        Assert.True(Runs());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => building);
        for (var tries = 0; tries < 200 && Runs(); tries++) await Task.Delay(50);
        Assert.False(Runs());
    }

    [Fact]
    public void A_record_that_makes_no_sense_tells_nothing()
    {
        var random = new Random(1);
        var trace = new BuildKitTrace();
        Assert.Empty(trace.Take("no base64"));
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            trace.Take(Convert.ToBase64String(bytes));
        }

        // A vertex (1) with a digest (1), a name (3) and a start (5); then a line of its output (3).
        Assert.Equal(["step"], trace.Take(Convert.ToBase64String([0x0A, 11, 0x0A, 1, (byte)'d', 0x1A, 4, .. "step"u8, 0x2A, 0])));
        Assert.Equal(["a", "b"], trace.Take(Convert.ToBase64String([0x1A, 8, 0x0A, 1, (byte)'d', 0x22, 3, .. "a\nb"u8])));
    }

    private static Task<DockerOpsException> RefusedAsync(EngineClient engine, ImageBuildSpec spec) =>
        Assert.ThrowsAsync<DockerOpsException>(() => ImageBuildTests.BuildAsync(engine, spec));

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(process + "/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private ImageBuildSpec Spec(string line)
    {
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), $"FROM {Lab.Current.SmeImage}\n{line}\n");
        return new ImageBuildSpec { Folder = folder, BuildKit = true };
    }
}
