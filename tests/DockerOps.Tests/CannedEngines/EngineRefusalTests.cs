using System.Text;
using DockerOps.Engine;
using Xunit;

namespace DockerOps.Tests.CannedEngines;

public sealed class EngineRefusalTests
{
    [Theory]
    [InlineData(400, FailureKind.InvalidInput)]
    [InlineData(401, FailureKind.NotPermitted)]
    [InlineData(403, FailureKind.NotPermitted)]
    [InlineData(404, FailureKind.NotFound)]
    [InlineData(409, FailureKind.Conflict)]
    [InlineData(500, FailureKind.EngineError)]
    [InlineData(501, FailureKind.Unsupported)]
    [InlineData(503, FailureKind.EngineError)]
    public async Task A_status_has_its_kind_and_the_engine_its_words(int status, FailureKind kind)
    {
        var failure = await FailureAsync(CannedEngine.Json(status, """{"message":"the engine's own words"}"""));

        Assert.Equal(kind, failure.Kind);
        Assert.EndsWith("says: the engine's own words", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_text_of_old_engines_is_taken_as_it_is()
    {
        var failure = await FailureAsync(CannedEngine.Whole(404, "text/plain", "No such image: sme-9:6.5\n"));

        Assert.Equal(FailureKind.NotFound, failure.Kind);
        Assert.EndsWith("says: No such image: sme-9:6.5", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("404")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("[1]")]
    [InlineData("{\"message\":7}")]
    [InlineData("{\"error\":\"x\"}")]
    public async Task Json_of_another_form_is_shown_as_it_is(string body)
    {
        var failure = await FailureAsync(CannedEngine.Json(500, body));

        Assert.Equal(FailureKind.EngineError, failure.Kind);
        Assert.Contains(body, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_without_words_names_status_and_request()
    {
        var failure = await FailureAsync(CannedEngine.Json(500, ""));

        Assert.Contains("500", failure.Message, StringComparison.Ordinal);
        Assert.Contains("POST /containers/x/start", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_at_the_engines_end_is_no_mere_engine_error()
    {
        var failure = await FailureAsync(CannedEngine.Json(500, """{"message":"write /var/lib/docker/tmp/x: no space left on device"}"""));

        Assert.Equal(FailureKind.NoSpace, failure.Kind);
        Assert.Contains("/var/lib/docker/tmp/x", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_breaks_off_is_a_broken_connection()
    {
        var failure = await FailureAsync("HTTP/1.1 500 Oops\r\nContent-Length: 500\r\n\r\n{\"message\":\"the be"u8.ToArray());

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
    }

    [Fact]
    public async Task Of_an_endless_refusal_only_the_beginning_is_read()
    {
        var failure = await FailureAsync(async stream =>
        {
            await stream.WriteAsync(CannedEngine.ChunkedHead(500));
            var chunk = CannedEngine.Chunk(Encoding.ASCII.GetBytes(new string('x', 4096)));
            while (true) await stream.WriteAsync(chunk);
        });

        Assert.Equal(FailureKind.EngineError, failure.Kind);
        Assert.InRange(failure.Message.Length, 1000, 20_000);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var failure = await FailureAsync("HTTP/1.1 301 Moved\r\nLocation: http://elsewhere.invalid/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());

        Assert.Equal(FailureKind.EngineError, failure.Kind);
    }

    private static Task<DockerOpsException> FailureAsync(byte[] answer) => FailureAsync(async stream => await stream.WriteAsync(answer));

    private static async Task<DockerOpsException> FailureAsync(Func<Stream, Task> answer)
    {
        await using var engine = new CannedEngine();
        engine.On("POST /containers/x/start", answer);
        return await Assert.ThrowsAsync<DockerOpsException>(
            () => engine.Client.RunAsync(EngineRequest.Post("/containers/x/start"), CancellationToken.None));
    }
}
