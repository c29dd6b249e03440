using System.Text;
using DockerOps.Engine;
using DockerOps.Engine.Wire;
using Xunit;

namespace DockerOps.Tests.CannedEngines;

public sealed class JsonLinesTests
{
    [Fact]
    public async Task Records_come_one_by_one_however_the_bytes_are_cut()
    {
        var text = "{\"status\":\"Loading layer\",\"id\":\"5f70bf18a086\",\"progressDetail\":{\"current\":1,\"total\":9}}\r\n\n{\"stream\":\"Loaded image: é:1\\n\"}";
        var records = await ReadAsync(new Trickle(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(2, records.Count);
        Assert.Equal(("Loading layer", "5f70bf18a086", 9L), (records[0].Status, records[0].Id, records[0].Progress!.Total));
        Assert.Equal("Loaded image: é:1\n", records[1].Stream);
    }

    [Theory]
    [InlineData("""{"errorDetail":{"message":"in its own words"},"error":"short"}""")]
    [InlineData("""{"error":"in its own words"}""")]
    [InlineData("""{"errorDetail":{"message":"in its own words"}}""")]
    public async Task An_error_record_in_a_good_answer_is_a_failure(string error)
    {
        var failure = await FailureAsync("{\"stream\":\"one\"}\n" + error + "\n");

        Assert.Equal(FailureKind.EngineError, failure.Kind);
        Assert.Contains("in its own words", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_apart() =>
        Assert.Equal(FailureKind.NoSpace, (await FailureAsync("""{"error":"Error processing tar file(exit status 1): write /x: no space left on device"}""")).Kind);

    [Theory]
    [InlineData("plain text\n")]
    [InlineData("null\n")]
    [InlineData("[]\n")]
    [InlineData("7\n")]
    [InlineData("{\"status\":\"Loading la")]
    [InlineData("{\"status\":{}}\n")]
    public async Task What_is_no_record_is_a_failure(string text) =>
        Assert.Equal(FailureKind.EngineError, (await FailureAsync(text)).Kind);

    [Fact]
    public async Task A_record_without_an_end_is_given_up()
    {
        using var endless = new Endless();

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(endless));

        Assert.Equal(FailureKind.EngineError, failure.Kind);
        Assert.InRange(endless.Given, 0, 4 * 1024 * 1024);
    }

    [Fact]
    public async Task A_long_record_is_read_whole()
    {
        var output = new string('x', 700_000);

        Assert.Equal(output, Assert.Single(await ReadAsync(new MemoryStream(Encoding.ASCII.GetBytes($"{{\"stream\":\"{output}\"}}\n")))).Stream);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_a_broken_connection()
    {
        await using var engine = new CannedEngine();
        engine.On("POST /images/load", CannedEngine.Chunked("{\"stream\":\"one\"}\n"u8.ToArray(), whole: false));
        var seen = new List<string?>();

        var failure = await Assert.ThrowsAsync<DockerOpsException>(async () =>
        {
            await foreach (var record in engine.Client.StreamAsync(EngineRequest.Post("/images/load"), null, CancellationToken.None)) seen.Add(record.Stream);
        });

        Assert.Equal(["one"], seen);
        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        Assert.Equal(engine.Host, failure.Target);
    }

    private static async Task<List<StreamRecord>> ReadAsync(Stream stream)
    {
        var records = new List<StreamRecord>();
        await foreach (var record in JsonLines.ReadAsync(DockerHost.Local, stream, CancellationToken.None)) records.Add(record);
        return records;
    }

    private static Task<DockerOpsException> FailureAsync(string text) =>
        Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    /// <summary>Gives one byte at a time, as a slow connection may.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }

    /// <summary>Letters without end, up to a bound that tells a reader that never gives up.</summary>
    private sealed class Endless : MemoryStream
    {
        private const long Bound = 64 * 1024 * 1024;

        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Given >= Bound) return ValueTask.FromResult(0);
            buffer.Span.Fill((byte)'x');
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
