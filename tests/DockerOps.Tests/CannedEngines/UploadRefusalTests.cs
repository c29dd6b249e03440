using DockerOps.Engine;
using Xunit;

namespace DockerOps.Tests.CannedEngines;

/// <summary>An engine that answers while the client is still sending: its words must arrive, not only the broken pipe.</summary>
public sealed class UploadRefusalTests
{
    private const int UploadSize = 32 * 1024 * 1024;

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(256 * 1024, true)]
    [InlineData(5_000_000, false)]
    public async Task The_engines_words_arrive(int readFirst, bool lengthIsKnown)
    {
        var failure = await FailureAsync(CannedEngine.Json(500, """{"message":"Error processing tar file: unexpected EOF"}"""), readFirst, lengthIsKnown);

        Assert.Equal(FailureKind.EngineError, failure.Kind);
        Assert.Contains("says: Error processing tar file: unexpected EOF", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_does_an_answer_in_chunks()
    {
        byte[] answer = [.. CannedEngine.ChunkedHead(500), .. CannedEngine.Chunk("""{"message":"open /var/lib/docker/tmp: no space left on device"}"""u8.ToArray()), .. CannedEngine.Chunk([])];

        var failure = await FailureAsync(answer, 100_000, lengthIsKnown: true);

        Assert.Equal(FailureKind.NoSpace, failure.Kind);
        Assert.EndsWith("no space left on device", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_does_an_error_record_in_an_answer_that_says_200()
    {
        byte[] answer =
        [
            .. CannedEngine.ChunkedHead(), .. CannedEngine.Chunk("{\"status\":\"Loading layer\"}\r\n"u8.ToArray()),
            .. CannedEngine.Chunk("{\"errorDetail\":{\"message\":\"write /x: no space left on device\"},\"error\":\"write /x: no space left on device\"}\r\n"u8.ToArray()),
        ];

        var failure = await FailureAsync(answer, 100_000, lengthIsKnown: true);

        Assert.Equal(FailureKind.NoSpace, failure.Kind);
        Assert.EndsWith("says: write /x: no space left on device", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_closed_without_a_word_is_unreachable()
    {
        var failure = await FailureAsync([], 100_000, lengthIsKnown: true);

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
    }

    [Fact]
    public async Task A_source_that_fails_is_the_failure()
    {
        await using var engine = new CannedEngine();
        engine.On("POST /images/load", stream => stream.CopyToAsync(Stream.Null));
        using var body = new PumpedContent(new FailingSource(), null, new TransferMeter());

        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => engine.Client.SendAsync(EngineRequest.Post("/images/load"), body, CancellationToken.None));

        Assert.Equal((FailureKind.Corrupt, "the source's own failure"), (failure.Kind, failure.Message));
    }

    private static async Task<DockerOpsException> FailureAsync(byte[] answer, int readFirst, bool lengthIsKnown)
    {
        await using var engine = new CannedEngine();
        engine.On("POST /images/load", async stream =>
        {
            await stream.ReadExactlyAsync(new byte[readFirst]);
            await stream.WriteAsync(answer);
        });
        using var body = new PumpedContent(new MemoryStream(new byte[UploadSize]), lengthIsKnown ? UploadSize : null, new TransferMeter());
        return await Assert.ThrowsAsync<DockerOpsException>(
            () => engine.Client.SendAsync(EngineRequest.Post("/images/load"), body, CancellationToken.None));
    }

    private sealed class FailingSource : MemoryStream
    {
        private int reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            reads++ < 20 ? ValueTask.FromResult(buffer.Length) : throw new DockerOpsException(FailureKind.Corrupt, "the source's own failure");
    }
}
