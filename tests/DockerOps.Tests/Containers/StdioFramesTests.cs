using System.Text;
using DockerOps.Engine;
using Xunit;

namespace DockerOps.Tests.Containers;

public sealed class StdioFramesTests
{
    [Fact]
    public async Task Each_part_goes_where_its_header_says()
    {
        var (output, errors) = await SplitAsync([.. Frame(1, "one "), .. Frame(2, "bad"), .. Frame(1, "two"), .. Frame(1, "")]);

        Assert.Equal("one two", output);
        Assert.Equal("bad", errors);
    }

    [Fact]
    public async Task The_engines_own_word_is_a_failure()
    {
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => SplitAsync([.. Frame(1, "one"), .. Frame(3, "cannot read the log")]));

        Assert.Equal(FailureKind.EngineError, failure.Kind);
        Assert.Contains("cannot read the log", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_ends_anywhere_inside_a_frame_is_a_failure()
    {
        var whole = Frame(1, "hello");
        for (var length = 1; length < whole.Length; length++)
        {
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => SplitAsync(whole[..length]));
            Assert.Equal(FailureKind.EngineError, failure.Kind);
        }
    }

    [Fact]
    public async Task Text_without_frames_is_a_failure() =>
        await Assert.ThrowsAsync<DockerOpsException>(() => SplitAsync(Encoding.ASCII.GetBytes("plain text, no frames")));

    private static byte[] Frame(byte kind, string text) => [kind, 0, 0, 0, 0, 0, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static async Task<(string Output, string Errors)> SplitAsync(byte[] bytes)
    {
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        await StdioFrames.CopyAsync(DockerHost.Local, new MemoryStream(bytes), output, errors, CancellationToken.None);
        return (Encoding.ASCII.GetString(output.ToArray()), Encoding.ASCII.GetString(errors.ToArray()));
    }
}
