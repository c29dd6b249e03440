using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

public sealed class HostAnswerTests
{
    [Fact]
    public void What_a_host_with_systemd_answers()
    {
        var unit = Hex("[Service]\nExecStart=/usr/bin/dockerd -H fd://\n");
        var config = DaemonConfigReader.Parse(
            DockerHost.Parse("root@node1"),
            $"version Docker version 28.5.2+dfsg4, build 3ef3c07\nsystemd\nfile Unit /lib/systemd/system/docker.service\n{unit}\nend\nfile DaemonJson /etc/docker/daemon.json\n{Hex("{}")}\nend\n");

        Assert.Equal(("28.5.2+dfsg4", true, 2), (config.EngineVersion!, config.IsSystemd, config.Files.Count));
        Assert.Equal("[Service]\nExecStart=/usr/bin/dockerd -H fd://\n", config.Files[0].Text);
        Assert.Equal([ConfigFindingId.NoSocketUnit], config.Ids());
    }

    [Fact]
    public void A_host_without_any_file_has_no_settings() =>
        Assert.Empty(DaemonConfigReader.Parse(DockerHost.Parse("root@node1"), "version Docker version 1.4.1, build 5bc2ff8\n").Settings);

    // As od -An -v -tx1 prints it.
    private static string Hex(string text) =>
        string.Join('\n', System.Text.Encoding.UTF8.GetBytes(text).Select(b => $" {b:x2}").Chunk(16).Select(line => string.Concat(line)));
}
