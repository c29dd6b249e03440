using System.Text;
using DockerOps.Engine;
using DockerOps.Images;
using Xunit;

namespace DockerOps.Tests.CannedEngines;

/// <summary>The builder as engine 1.12 tells of its work: steps without a number in all, and no id but in words.</summary>
public sealed class OldBuilderTests
{
    private const string Id = "0c2b1d6ef7a3";

    [Fact]
    public async Task Its_steps_and_its_image_are_understood()
    {
        await using var canned = Engine($$"""
            {"stream":"Step 1 : FROM busybox\n"}
            {"stream":" ---\u003e 2b8fd9751c4c\n"}
            {"stream":"Step 2 : RUN make\n"}
            {"stream":"one\ntw"}
            {"stream":"o\n"}
            {"stream":"Successfully built {{Id}}\n"}
            """);
        canned.On($"GET /images/{Id}/json", CannedEngine.Json(200, $$"""{"Id":"sha256:{{new string('a', 64)}}","Size":1}"""));

        var events = await BuildAsync(canned.Client);

        Assert.Equal(["Step 1 : FROM busybox", " ---> 2b8fd9751c4c", "Step 2 : RUN make", "one", "two", $"Successfully built {Id}"], events.OfType<Note>().Select(note => note.Text));
        Assert.Equal("sha256:" + new string('a', 64), events.OfType<Output<Image>>().Single().Value.Id);
    }

    [Fact]
    public async Task A_step_that_fails_is_told_with_its_words_alone()
    {
        await using var canned = Engine("""
            {"stream":"Step 1 : RUN echo before\n"}
            {"stream":"before\n"}
            {"stream":"Step 2 : RUN make\n"}
            {"stream":" ---\u003e Running in 0123456789ab\n"}
            {"stream":"no rule\n"}
            {"errorDetail":{"code":2,"message":"The command '/bin/sh -c make' returned a non-zero code: 2"},"error":"The command '/bin/sh -c make' returned a non-zero code: 2"}
            """);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(canned.Client));

        Assert.Equal(FailureKind.CommandFailed, failure.Kind);
        Assert.Equal($"Step 2 (RUN make) of the build of 'web' on '{canned.Host}' ended with exit code 2:{Environment.NewLine}    no rule", failure.Message);
    }

    [Fact]
    public async Task An_answer_that_ends_without_an_image_is_no_success()
    {
        await using var canned = Engine("""{"stream":"Step 1 : FROM busybox\n"}""");

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(canned.Client));

        Assert.Equal(FailureKind.EngineError, failure.Kind);
    }

    [Fact]
    public async Task What_it_would_pass_over_is_refused_before_anything_is_sent()
    {
        await using var canned = Engine("");

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(canned.Client, target: "test"));

        Assert.Equal(FailureKind.Unsupported, failure.Kind);
        Assert.DoesNotContain(canned.Asked, request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    private static CannedEngine Engine(string records)
    {
        var canned = new CannedEngine();
        canned.On("GET /version", CannedEngine.Json(200, """{"Version":"1.12.1","ApiVersion":"1.24","Os":"linux","Arch":"amd64"}"""));
        canned.On("POST /build", async stream =>
        {
            // The body ends with an empty chunk.
            var seen = "";
            var buffer = new byte[4096];
            while (!seen.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
            {
                var count = await stream.ReadAsync(buffer);
                if (count == 0) return;
                seen = (seen + Encoding.Latin1.GetString(buffer, 0, count))[^Math.Min(seen.Length + count, 16)..];
            }

            await stream.WriteAsync(CannedEngine.Chunked(Encoding.UTF8.GetBytes(records)));
        });
        return canned;
    }

    private static async Task<List<Event>> BuildAsync(EngineClient engine, string? target = null)
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("context-").FullName, "web");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "Dockerfile"), "FROM busybox\n");
            var plan = await ImageBuildPlan.PrepareAsync(
                engine, new ImageBuildSpec { Folder = folder, Target = target }, CancellationToken.None);
            var events = new List<Event>();
            await foreach (var item in ImageBuild.RunAsync(engine, plan, CancellationToken.None)) events.Add(item);
            return events;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
    }
}
