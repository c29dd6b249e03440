using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

public sealed class UnitFileTests
{
    private const string Unit = "/lib/systemd/system/docker.service";
    private const string DropIn = "/etc/systemd/system/docker.service.d/10-host.conf";

    [Fact]
    public void The_variables_of_Red_Hats_unit()
    {
        var config = ConfigText.Build(
            (Unit, "[Service]\nEnvironmentFile=-/etc/sysconfig/docker\nEnvironmentFile=-/etc/sysconfig/docker-storage\nExecStart=/usr/bin/dockerd \\\n  $OPTIONS \\\n  $DOCKER_STORAGE_OPTIONS --debug\n"),
            ("/etc/sysconfig/docker", "OPTIONS='--selinux-enabled --log-driver=journald'\nother_args=\"--dns 10.0.0.1\"\n"),
            ("/etc/sysconfig/docker-storage", "DOCKER_STORAGE_OPTIONS=\"--storage-driver overlay2\"\n"));

        Assert.True(config.IsSystemd);
        Assert.Equal(["--selinux-enabled", "--log-driver=journald", "--storage-driver", "overlay2", "--debug"], config.Arguments);
        Assert.Equal("/etc/sysconfig/docker:1", config.Settings.Single(s => s.Name == "log-driver").Source.ToString());
        Assert.Equal(6, config.Settings.Single(s => s.Name == "debug").Source.Line);
        Assert.Equal([ConfigFindingId.UnreadVariable], config.Ids("20.10"));
    }

    [Fact]
    public void A_drop_in_takes_the_command_back()
    {
        var config = ConfigText.Build(
            (DropIn, "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H unix:// -H tcp://0.0.0.0:2375\n"),
            (Unit, "[Service]\nExecStart=/usr/bin/dockerd -H fd:// --containerd=/run/c.sock\n"));

        Assert.Equal(["unix://", "tcp://0.0.0.0:2375"], config.Settings.Where(s => s.Effective).Select(s => s.Value));
        Assert.Equal(DropIn + ":3", config.Settings.Single(s => s.Value == "fd://").OverriddenBy!.ToString());
        Assert.Equal([ConfigFindingId.InsecureTcp], config.Ids("28"));
    }

    [Fact]
    public void A_second_command_without_a_reset_is_found() => Assert.Contains(
        ConfigFindingId.SeveralCommands,
        ConfigText.Build((Unit, "[Service]\nExecStart=/usr/bin/dockerd\n"), (DropIn, "[Service]\nExecStart=/usr/bin/dockerd -D\n")).Ids());

    [Theory]
    [InlineData("\"a b\" c", "a b|c")]
    [InlineData("--x='a b'", "--x=a b")]
    [InlineData("a\\x b", "ax|b")]
    [InlineData("${V}", "1 2")]
    [InlineData("$V", "1|2")]
    [InlineData("x${V}y", "x1 2y")]
    [InlineData("$$V", "$V")]
    [InlineData("$NONE a", "a")]
    [InlineData("a ; b", "a")]
    public void Words_are_taken_apart_as_systemd_does(string text, string words)
    {
        var entry = UnitReader.Read(new("f", DaemonFileKind.Unit, "[Service]\nEnvironment=\"V=1 2\"\nExecStart=-/bin/x " + text))[^1];
        var value = UnitReader.ReadEnvironment(new("e", DaemonFileKind.Variables, "V=\"1 2\"")).Items.Single();
        var found = UnitWords.Command(entry.Value, new Dictionary<string, Assignment> { ["V"] = value }, out _);
        Assert.Equal("/bin/x|" + words, string.Join('|', found.Select(w => w.Text)));
    }

    [Theory]
    [InlineData("/usr/bin/docker daemon -H fd://")]
    [InlineData("/usr/bin/docker -d -H fd://")]
    public void The_old_command_is_found(string command)
    {
        var config = ConfigText.Build((Unit, $"[Service]\nExecStart={command}\n"));
        Assert.Contains(ConfigFindingId.LegacyCommand, config.Ids());
        Assert.Equal("fd://", config.Effective("hosts"));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_socket_from_systemd_needs_its_unit(bool there, bool found) => Assert.Equal(found, ConfigText.Build(
        new DaemonFacts(null, "28.5.2", Systemd: true, SocketUnit: there), (Unit, "[Service]\nExecStart=/usr/bin/dockerd -H fd://\n")).Ids().Contains(ConfigFindingId.NoSocketUnit));
}
