using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

public sealed class VariableFileTests
{
    private const string Sysconfig = "/etc/sysconfig/docker";

    [Theory]
    [InlineData("/etc/default/docker")]
    [InlineData(@"C:\kept\default\docker")]
    public void Its_folder_tells_whose_custom_a_file_follows(string path)
    {
        var file = new DaemonFile(path, DaemonFileKind.Variables, "");
        Assert.True(VariableFiles.IsRead("DOCKER_OPTS", file, script: null));
        Assert.False(VariableFiles.IsRead("OPTIONS", file, script: null));
    }

    [Fact]
    public void The_sysconfig_file_of_an_SME_server()
    {
        var config = ConfigText.Build((Sysconfig, """
            # "-g" le chemin
            #
            other_args="-g /home/e-smith/files/docker -H unix:///var/run/docker.sock --dns 192.168.1.1"

            DOCKER_CERT_PATH=/home/e-smith/files/docker
            # # DOCKER_TMPDIR=/var/tmp
            DOCKER_TMPDIR=/tmp/docker
            """));

        Assert.Equal(
            ["data-root=/home/e-smith/files/docker", "hosts=unix:///var/run/docker.sock", "dns=192.168.1.1"],
            config.Settings.Where(s => s.Effective).Select(s => $"{s.Name}={s.Value}"));
        Assert.All(config.Settings.Take(3), s => Assert.Equal((Sysconfig + ":3", "other_args"), (s.Source.ToString(), s.Variable)));
        Assert.Equal([ConfigFindingId.NotExported, ConfigFindingId.NotExported], config.Ids("1.4"));
        Assert.Contains(ConfigFindingId.RemovedOption, config.Ids("28"));
    }

    [Fact]
    public void Of_several_lines_the_last_wins()
    {
        var config = ConfigText.Build((Sysconfig, "other_args=\"-g /a\"\nother_args='--dns 10.0.0.1'\n"));

        Assert.Null(config.Effective("data-root"));
        Assert.Equal("10.0.0.1", config.Effective("dns"));
        Assert.Equal(Sysconfig + ":2", config.Settings.Single(s => s.Name == "data-root").OverriddenBy!.ToString());
        Assert.Equal([ConfigFindingId.SeveralAssignments], config.Ids("1.4"));
    }

    [Fact]
    public void A_line_that_goes_on_from_an_earlier_one_loses_nothing()
    {
        var config = ConfigText.Build((Sysconfig, "other_args=\"-g /a\"\nother_args=\"$other_args --dns 10.0.0.1\"\n"));

        Assert.Equal(("/a", "10.0.0.1"), (config.Effective("data-root"), config.Effective("dns")));
        Assert.Equal(Sysconfig + ":1", config.Settings.Single(s => s.Name == "data-root").Source.ToString());
        Assert.Empty(config.Ids("1.4"));
    }

    [Fact]
    public void Nobody_reads_other_args_on_boot2docker()
    {
        var config = ConfigText.Build(("/var/lib/boot2docker/profile", "other_args=\"--dns 192.168.1.1\"\nEXTRA_ARGS='\n--label provider=virtualbox\n\n--dns 10.0.0.1'\nDOCKER_STORAGE=overlay2\n"));

        Assert.Equal("10.0.0.1", config.Effective("dns"));
        Assert.Equal("overlay2", config.Effective("storage-driver"));
        Assert.Equal([3, 5], config.Settings.Where(s => s.Effective && s.Variable == "EXTRA_ARGS").Select(s => s.Source.Line));
        var finding = Assert.Single(DaemonConfigFindings.Of(config, "19.03"));
        Assert.Equal((ConfigFindingId.UnreadVariable, "other_args", 1), (finding.Id, finding.Setting, finding.Source!.Line));
        Assert.Contains("EXTRA_ARGS=\"--dns 192.168.1.1\"", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A='a b'", "a b")]
    [InlineData("A=\"a \\\"b\\\" \\$c\"", "a \"b\" $c")]
    [InlineData("A=a\\ b", "a b")]
    [InlineData("A=x'y'\"z\"", "xyz")]
    [InlineData("A=\"a \\\nb\"", "a b")]
    [InlineData("export A=1", "1")]
    [InlineData("B=2 A=\"${B}3\"", "23")]
    [InlineData("A=${B:-dflt}", "dflt")]
    [InlineData("A=1 # comment", "1")]
    [InlineData("A=a#b", "a#b")]
    [InlineData("A=1; B=2", "1")]
    [InlineData("A=1\nA=2 command", "1")]
    [InlineData("A=1\nA+=2", "12")]
    [InlineData("if [ -f /x ]; then A=5; fi", "5")]
    [InlineData("A=1\r\nB=2", "1")]
    public void Quoting_is_parsed(string text, string value) =>
        Assert.Equal(value, ShellReader.Read(new("f", DaemonFileKind.Variables, text)).Items.Last(a => a.Name == "A").Value.ToString());

    [Theory]
    [InlineData("A=$(touch /tmp/should-not-exist-dockerops)", "$(touch /tmp/should-not-exist-dockerops)")]
    [InlineData("A=`id`", "`id`")]
    [InlineData("A=$ELSEWHERE", "$ELSEWHERE")]
    public void Nothing_is_run(string text, string unknown)
    {
        Assert.Equal(unknown, ShellReader.Read(new("f", DaemonFileKind.Variables, text)).Items.Single().Unknown);
        Assert.False(File.Exists("/tmp/should-not-exist-dockerops"));
    }

    [Theory]
    [InlineData("A=1\nB='x\n")]
    [InlineData("A=1\nB=\"x\n")]
    [InlineData("A=1\nB=$(x\n")]
    [InlineData("A=1\nB=${x\n")]
    public void An_open_quote_is_found(string text)
    {
        var list = ShellReader.Read(new("f", DaemonFileKind.Variables, text));
        Assert.Equal(ConfigFindingId.InvalidSyntax, list.Problem!.Id);
        Assert.Equal("A", list.Items.Single().Name);
    }

    [Fact]
    public void A_file_that_the_init_script_does_not_name_is_read_by_nobody()
    {
        var config = ConfigText.Build(
            new DaemonFacts(null, "20.10.24", Systemd: false, SocketUnit: null),
            ("/etc/init.d/docker", "#!/bin/sh\n[ -f /etc/default/$BASE ] && . /etc/default/$BASE\nstart -- $DOCKER_OPTS\n"),
            (Sysconfig, "other_args=--debug\n"),
            ("/etc/default/docker", "DOCKER_OPTS=\"--dns 10.0.0.1\"\n"));

        Assert.Equal(("10.0.0.1", null), (config.Effective("dns"), config.Effective("debug")));
        Assert.Equal([ConfigFindingId.UnreadFile], config.Ids());
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_not_lost()
    {
        byte[] bytes = [.. "# r\u00e9seau "u8.ToArray(), 0xE9, (byte)'\n'];
        var file = DaemonConfigFiles.Decode("f", DaemonFileKind.Variables, bytes);
        Assert.True(file.IsLatin1);
        Assert.Equal(bytes, System.Text.Encoding.Latin1.GetBytes(file.Text));
    }
}
