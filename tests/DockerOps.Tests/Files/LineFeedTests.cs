using System.Text;
using DockerOps.Engine;
using DockerOps.Files;
using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Files;

/// <summary>Lines of an error output, as they come.</summary>
public sealed class LineFeedTests
{
    private readonly List<string> lines = [];

    [Fact]
    public void Lines_are_whole_however_their_parts_come()
    {
        var feed = new LineFeed(lines.Add);
        foreach (var part in Encoding.UTF8.GetBytes("größer\r\n\nlast").Chunk(1)) feed.Add(part.AsSpan());
        Assert.Equal(["größer"], lines);
        feed.End();
        Assert.Equal(["größer", "last"], lines);
    }

    // The command ends only when its first words have come.
    [Fact]
    public async Task Those_of_a_command_come_while_it_runs()
    {
        if (OperatingSystem.IsWindows()) return;
        var go = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var (code, errors) = await HostShell.Here.FollowAsync(
                ["sh", "-c", "echo out; echo begins >&2; until [ -e \"$1\" ]; do sleep 0.1; done; printf 'one\\ntwo' >&2; exit 3", "sh", go], _ => { },
                text =>
                {
                    lines.Add(text);
                    File.WriteAllText(go, "");
                },
                default).WaitAsync(TimeSpan.FromMinutes(2));
            Assert.Equal((3, "begins\none\ntwo"), (code, errors));
            Assert.Equal(["begins", "one", "two"], lines);
        }
        finally
        {
            File.Delete(go);
        }
    }

    // moby, api/swagger.yaml, ContainerAttach: stream, three zeros, length, bytes.
    [Fact]
    public async Task Those_of_a_container_come_with_its_output()
    {
        using var source = new MemoryStream();
        foreach (var (kind, text) in ((byte, string)[])[(2, "be"), (1, "out\n"), (2, "gins\nend")])
            source.Write([kind, 0, 0, 0, 0, 0, 0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)]);
        source.Position = 0;
        await using var output = new FramedOutput(DockerHost.Local, source);
        output.FollowErrors(lines.Add);
        using var reader = new StreamReader(output);
        Assert.Equal("out\n", await reader.ReadToEndAsync());
        Assert.Equal(["begins", "end"], lines);
        Assert.Equal("begins\nend", output.Errors);
    }
}
