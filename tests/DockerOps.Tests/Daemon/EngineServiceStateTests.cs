using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>What the probe's answers mean, and the commands that follow from them.</summary>
public sealed class EngineServiceStateTests
{
    private static readonly DockerHost Host = DockerHost.Parse("root@host");

    [Theory]
    [InlineData(
        "usual=yes\npid=77\nprogram=/usr/bin/dockerd\nlog=/x\nunit=docker.service\nactive=active\nsocket=docker.socket\nenabled=disabled",
        EngineServiceKind.Unit, "docker.service", "active", false,
        "systemctl start docker.service;systemctl stop docker.socket docker.service;systemctl reload docker.service")]
    [InlineData(
        "usual=yes\nunit=docker.service\nactive=failed\nenabled=enabled", EngineServiceKind.Unit, "docker.service", "failed", true,
        "systemctl start docker.service;systemctl stop docker.service;systemctl reload docker.service")]
    [InlineData(
        "usual=yes\npid=5\nscript=/etc/init.d/docker\nenabled=enabled\nenabled=disabled\nservice=yes\nlog=/var/log/docker", EngineServiceKind.Script, "docker", "running", true,
        "service docker start;service docker stop;kill -HUP 5")]
    [InlineData(
        "usual=yes\nscript=/etc/rc.d/init.d/docker\nenabled=disabled", EngineServiceKind.Script, "/etc/rc.d/init.d/docker", "stopped", false,
        "/etc/rc.d/init.d/docker start;/etc/rc.d/init.d/docker stop;")]
    [InlineData(
        "usual=yes\npid=5\nscript=/etc/init.d/docker\nopenrc=yes\nenabled=enabled\nservice=yes", EngineServiceKind.OpenRC, "docker", "running", true,
        "rc-service docker start;rc-service docker stop;kill -HUP 5")]
    [InlineData(
        "usual=yes\npid=9\nboot2docker=/usr/local/etc/init.d/docker\nenabled=enabled", EngineServiceKind.Boot2Docker, "/usr/local/etc/init.d/docker", "running", true,
        "/usr/local/etc/init.d/docker start;/usr/local/etc/init.d/docker stop;kill -HUP 9")]
    [InlineData("pid=9\nprogram=/srv/dockerd\nlog=/tmp/log", EngineServiceKind.Process, null, "running", false, ";kill -TERM 9;kill -HUP 9")]
    public void Every_answer_has_its_commands(string answer, EngineServiceKind kind, string? name, string word, bool enabled, string commands)
    {
        var state = EngineServiceProbe.Parse(answer);
        Assert.Equal((kind, name, word, enabled), (state.Kind, state.Name, state.State, state.IsEnabled!.Value));
        Assert.Equal(answer.Contains("pid=", StringComparison.Ordinal), state.IsActive);
        var (start, stop, reload) = EngineCommands.For(state, Host);
        Assert.Equal(commands, string.Join(';', string.Join(' ', start), string.Join(' ', stop), string.Join(' ', reload)));
    }

    [Fact]
    public void The_log_of_a_unit_is_in_the_journal_and_no_file() =>
        Assert.Null(EngineServiceProbe.Parse("pid=77\nlog=/x\nunit=docker.service\nactive=active").LogFile);

    [Fact]
    public void A_host_without_an_engine_has_no_commands()
    {
        var state = EngineServiceProbe.Parse("usual=yes\nenabled=disabled");
        Assert.Equal((EngineServiceKind.None, "stopped", false), (state.Kind, state.State, state.IsActive));
        Assert.Equal(FailureKind.NotFound, Assert.Throws<DockerOpsException>(() => EngineCommands.For(state, Host)).Kind);
    }

    [Fact]
    public void A_window_of_a_log_file_keeps_lines_without_a_time_that_can_have_been_in_it()
    {
        string[] lines =
        [
            "time=\"2024-05-06T07:08:09.5+02:00\" level=info msg=before", "written before or in the window",
            "time=\"2024-05-06T05:08:12.1Z\" level=error msg=inside", "panic: a", "goroutine 1",
            "time=\"2024-05-06T05:08:20Z\" level=info msg=after",
        ];
        Assert.Equal(lines[1..5], EngineServiceLog.Between(lines, Second(11), Second(19)));
        Assert.Equal(lines[1..], EngineServiceLog.Between(lines, Second(11), null));
        Assert.Equal(lines[3..], EngineServiceLog.Between(lines, Second(15), null));
        Assert.Empty(EngineServiceLog.Between(lines, Second(5), Second(7)));
        Assert.Equal(["no time at all"], EngineServiceLog.Between(["no time at all"], Second(0), null));
    }

    private static DateTimeOffset Second(int second) => new(2024, 5, 6, 5, 8, second, TimeSpan.Zero);
}
