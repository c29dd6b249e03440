using Xunit;

namespace DockerOps.Tests.CannedEngines;

public sealed class VersionNegotiationTests
{
    [Theory]
    [InlineData("""{"Version":"1.12.6","ApiVersion":"1.24"}""", "1.24")]
    [InlineData("""{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12"}""", "1.41")]
    [InlineData("""{"Version":"99.0","ApiVersion":"1.99","MinAPIVersion":"1.44"}""", "1.52")]
    [InlineData("""{"Version":"4.3.1","ApiVersion":"1.41","MinAPIVersion":"","Platform":{"Name":"x"}}""", "1.41")]
    public async Task The_newest_version_both_sides_speak_is_spoken(string answer, string spoken)
    {
        await using var engine = Engine(answer);
        engine.On("GET /info", CannedEngine.Json(200, "{}"));

        await DockerOps.Engine.EngineInfo.ReadAsync(engine.Client, CancellationToken.None);
        await DockerOps.Engine.EngineInfo.ReadAsync(engine.Client, CancellationToken.None);

        Assert.Equal(["GET /version", $"GET /v{spoken}/info", $"GET /v{spoken}/info"], engine.Asked);
    }

    [Theory]
    [InlineData("""{"Version":"1.11.2","ApiVersion":"1.23"}""", "too old")]
    [InlineData("""{"Version":"40.0","ApiVersion":"1.80","MinAPIVersion":"1.60"}""", "too new")]
    [InlineData("""{"Version":"40.0","ApiVersion":"2.1","MinAPIVersion":"2.0"}""", "too new")]
    public async Task An_engine_without_a_common_version_gives_one_clear_error(string answer, string words)
    {
        await using var engine = Engine(answer);

        var failure = await FailureAsync(engine);

        Assert.Equal(FailureKind.Unsupported, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains(engine.Host.Address, failure.Message, StringComparison.Ordinal);
        Assert.Equal(engine.Host, failure.Target);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"ApiVersion":7}""")]
    [InlineData("""{"ApiVersion":"1.x"}""")]
    [InlineData("""{"ApiVersion":"-1.41"}""")]
    [InlineData("""{"ApiVersion":"1.41.2"}""")]
    [InlineData("""{"ApiVersion":"1.99999999999"}""")]
    [InlineData("""{"ApiVersion":"1.4""")]
    public async Task What_is_no_engine_is_said_to_be_none(string answer)
    {
        await using var engine = Engine(answer);

        var failure = await FailureAsync(engine);

        Assert.Equal(FailureKind.EngineError, failure.Kind);
        Assert.Contains("not as a Docker engine does", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_web_server_is_no_engine()
    {
        await using var engine = new CannedEngine();
        engine.On("GET /version", CannedEngine.Whole(200, "text/html", "<html><body>It works!</body></html>"));

        Assert.Equal(FailureKind.EngineError, (await FailureAsync(engine)).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ApiVersion\":")]
    public async Task A_connection_that_speaks_something_else_or_breaks_is_unreachable(string bytes)
    {
        await using var engine = new CannedEngine();
        engine.On("GET /version", System.Text.Encoding.ASCII.GetBytes(bytes));

        var failure = await FailureAsync(engine);

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        Assert.Equal(engine.Host, failure.Target);
    }

    [Fact]
    public async Task A_failed_negotiation_is_tried_again_at_the_next_call()
    {
        await using var engine = Engine("{}");
        await FailureAsync(engine);
        engine.On("GET /version", CannedEngine.Json(200, """{"Version":"26.1.5","ApiVersion":"1.45","MinAPIVersion":"1.24"}"""));

        Assert.Equal(new ApiVersion(1, 45), (await engine.Client.VersionAsync(CancellationToken.None)).Spoken);
    }

    private static CannedEngine Engine(string version)
    {
        var engine = new CannedEngine();
        engine.On("GET /version", CannedEngine.Json(200, version));
        return engine;
    }

    private static Task<DockerOpsException> FailureAsync(CannedEngine engine) =>
        Assert.ThrowsAsync<DockerOpsException>(() => engine.Client.VersionAsync(CancellationToken.None));
}
