using System.Text;
using DockerOps.Containers;
using Xunit;

namespace DockerOps.Tests.Containers;

public sealed class LogTextTests
{
    private const string Time = "2026-03-01T12:34:56.123456789Z ";

    [Fact]
    public void A_line_has_its_time_and_text()
    {
        var (timestamp, text) = Assert.Single(Lines(Time + "hello\n"));

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 34, 56, TimeSpan.Zero).AddTicks(1234567), timestamp);
        Assert.Equal(TimeSpan.Zero, timestamp.Offset);
        Assert.Equal("hello", text);
    }

    [Fact]
    public void Lines_are_the_same_however_the_bytes_are_cut()
    {
        var bytes = Encoding.UTF8.GetBytes($"{Time}größe\n{Time}\n{Time}end\r\n");
        for (var size = 1; size <= bytes.Length; size++)
        {
            var log = new LogText(DockerHost.Local);
            var texts = bytes.Chunk(size).SelectMany(part => log.Add(part)).Select(line => line.Text).ToList();

            Assert.Equal(["größe", "", "end"], texts);
            Assert.Null(log.Rest());
        }
    }

    [Fact]
    public void A_line_that_the_engine_cut_is_put_together()
    {
        var entry = new string('x', 16 * 1024);

        var lines = Lines($"{Time}{entry}{Time}{entry}{Time}last\n{Time}{entry}\n");

        Assert.Equal([entry + entry + "last", entry], lines.Select(line => line.Text));
    }

    [Theory]
    [InlineData("+01:00", 17)]
    [InlineData("-03:30", 21)]
    public void A_time_by_another_clock_is_the_same_moment(string zone, int hour)
    {
        var time = $"2023-12-08T18:16:56.291023422{zone} ";
        var entry = new string('x', 16 * 1024);

        var lines = Lines($"{time}hello\n{time}{entry}{time}last\n");

        var minute = zone.EndsWith("30", StringComparison.Ordinal) ? 46 : 16;
        Assert.Equal(new DateTimeOffset(2023, 12, 8, hour, minute, 56, TimeSpan.Zero).AddTicks(2910234), lines[0].Timestamp);
        Assert.Equal(TimeSpan.Zero, lines[0].Timestamp.Offset);
        Assert.Equal(["hello", entry + "last"], lines.Select(line => line.Text));
    }

    [Fact]
    public void A_last_line_without_an_end_is_kept()
    {
        var log = new LogText(DockerHost.Local);

        Assert.Empty(log.Add(Encoding.UTF8.GetBytes(Time + "no end")));

        Assert.Equal("no end", log.Rest()?.Text);
    }

    [Theory]
    [InlineData("no time here\n")]
    [InlineData("2026-03-01T12:34:56.123456789Zglued\n")]
    [InlineData("2026-13-01T12:34:56.123456789Z no such month\n")]
    [InlineData("2026-03-01T12:34:56.123456789+0100x no such zone\n")]
    [InlineData("2026-03-01T12:34:56.123456789+01:00glued\n")]
    [InlineData("\n")]
    public void A_line_without_a_time_is_a_failure(string text)
    {
        var failure = Assert.Throws<DockerOpsException>(() => Lines(text));

        Assert.Equal(FailureKind.EngineError, failure.Kind);
    }

    [Fact]
    public void A_line_without_end_does_not_fill_the_memory()
    {
        var log = new LogText(DockerHost.Local);
        var part = new byte[1024 * 1024];

        Assert.Throws<DockerOpsException>(() => Enumerable.Range(0, 100).SelectMany(_ => log.Add(part)).Count());
    }

    private static List<(DateTimeOffset Timestamp, string Text)> Lines(string text) =>
        new LogText(DockerHost.Local).Add(Encoding.UTF8.GetBytes(text)).ToList();
}
