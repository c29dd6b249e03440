using System.Text.Json;
using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>Files as they come out, to the letter.</summary>
public sealed class ConfigEditFileTests
{
    private const string Json = "/etc/docker/daemon.json";
    private const string Sysconfig = "/etc/sysconfig/docker";
    private const string Profile = "/var/lib/boot2docker/profile";
    private const string Unit = "/lib/systemd/system/docker.service";

    private const string Shipped = """
        # /etc/sysconfig/docker
        #
        # Other arguments to pass to the docker daemon process
        # These will be parsed by the sysv initscript and appended
        # to the arguments list passed to docker -d

        other_args=""

        DOCKER_CERT_PATH=/etc/docker

        # Location used for temporary files, such as those created by
        # # docker load and build operations. Default is /var/lib/docker/tmp
        # # Can be overridden by setting the following environment variable.
        # # DOCKER_TMPDIR=/var/tmp

        """;

    [Fact]
    public void The_file_of_the_SME_document_comes_out_as_it_has_it()
    {
        const string Script = "#!/bin/sh\n[ -e /etc/sysconfig/$prog ] && . /etc/sysconfig/$prog\nexport DOCKER_CERT_PATH\nexport DOCKER_TMPDIR\n$exec -d $other_args\n";
        var text = Text(Edit(
            [(Sysconfig, Shipped), ("/etc/init.d/docker", Script)], new DaemonFacts(null, "1.4.1", false, null),
            ("data-root", "/home/e-smith/files/docker"), ("hosts", "unix:///var/run/docker.sock"), ("dns", "192.168.1.1"),
            ("DOCKER_CERT_PATH", "/home/e-smith/files/docker"), ("DOCKER_TMPDIR", "/tmp/docker")), Sysconfig);

        Assert.Equal(
            Shipped
                .Replace("other_args=\"\"", "other_args=\"-g /home/e-smith/files/docker -H unix:///var/run/docker.sock --dns 192.168.1.1\"", StringComparison.Ordinal)
                .Replace("=/etc/docker\n", "=/home/e-smith/files/docker\n", StringComparison.Ordinal)
            + "DOCKER_TMPDIR=/tmp/docker\n", text);
    }

    [Fact]
    public void The_profile_of_boot2docker_gets_what_its_script_reads()
    {
        const string Document = "# MAR 2015-03-09_13h17 HAE\n#\n# other_args=\"--dns 208.67.220.220\"\n#\nother_args=\"--dns 192.168.1.1\"\n";
        var editor = Editor([(Profile, Document)], new DaemonFacts(null, "1.5.0", false, null), boot2Docker: true);
        editor.Merge();
        Assert.Equal(Document.Replace("\nother_args=", "\nEXTRA_ARGS=", StringComparison.Ordinal), Text(editor.Finish(), Profile));

        editor = Editor([(Profile, Document + "EXTRA_ARGS='\n--label provider=virtualbox\n\n'\nDOCKER_STORAGE=aufs\n")], new DaemonFacts(null, "19.03.5", false, null), boot2Docker: true);
        editor.Merge();
        editor.Apply(new("dns", JsonSerializer.SerializeToElement("10.0.0.1")), null);
        editor.Apply(new("storage-driver", JsonSerializer.SerializeToElement("overlay2")), null);
        editor.Apply(new("data-root", JsonSerializer.SerializeToElement("/mnt/sda2/docker")), null);
        Assert.Equal(
            "# MAR 2015-03-09_13h17 HAE\n#\n# other_args=\"--dns 208.67.220.220\"\n#\nEXTRA_ARGS='\n--label provider=virtualbox\n--dns 10.0.0.1\n\n'\nDOCKER_STORAGE=overlay2\nDOCKER_DIR=/mnt/sda2/docker\n",
            Text(editor.Finish(), Profile));
    }

    [Fact]
    public void Several_lines_of_a_variable_become_one()
    {
        const string Lines = "other_args=\"-g /old --label a=1\"  # first\nX=1\nother_args='--dns 10.0.0.1'\nother_args=\"-g /srv --label b=2\"\n";
        var refused = Editor([(Sysconfig, Lines)], new DaemonFacts(null, "1.4.1", false, null));
        Assert.Equal(FailureKind.Unsupported, Assert.Throws<DockerOpsException>(refused.Merge).Kind);

        var editor = Editor([(Sysconfig, Lines.Replace("  # first", "", StringComparison.Ordinal))], new DaemonFacts(null, "1.4.1", false, null));
        editor.Merge();
        var config = editor.Finish();
        Assert.Equal("X=1\nother_args=\"--dns 10.0.0.1 --label a=1 -g /srv --label b=2\"\n", Text(config, Sysconfig));
        Assert.Empty(config.Ids("1.4"));
    }

    [Theory]
    [InlineData("{ \"graph\": \"/old\" }", "28.5.2", "{ \"data-root\": \"/srv\" }")]
    [InlineData("{ \"graph\": \"/old\" }", "20.10.24", "{ \"graph\": \"/srv\" }")]
    [InlineData("{ \"data-root\": \"/a\", \"data-root\": \"/b\" }", "28.5.2", "{ \"data-root\": \"/srv\" }")]
    public void A_key_that_the_engine_refuses_gets_its_new_name(string before, string version, string after) =>
        Assert.Equal(after, Text(Edit([(Json, before)], new DaemonFacts(null, version, true, true), ("data-root", "/srv")), Json));

    [Fact]
    public void A_setting_of_the_unit_changes_in_our_drop_in_only()
    {
        const string Text1 = "[Service]\nExecStart=/usr/bin/dockerd -H fd:// \\\n  --containerd=/run/c.sock $OPTIONS\nEnvironment=DOCKER_TMPDIR=/a\n";
        var facts = new DaemonFacts(null, "28.5.2", true, true);
        var config = Edit([(Unit, Text1)], facts, ("hosts", new[] { "fd://", "tcp://0.0.0.0:2376" }), ("DOCKER_TMPDIR", "/tmp/x 100%"), ("dns", "10.0.0.1"));

        Assert.Equal(Text1, Text(config, Unit));
        Assert.Equal("{\n  \"dns\": [\"10.0.0.1\"]\n}\n", Text(config, Json));
        Assert.Equal(
            "# Written by Set-DockerDaemonConfig of DockerOps.\n[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H fd://  --containerd=/run/c.sock $OPTIONS -H tcp://0.0.0.0:2376\nEnvironment=\"DOCKER_TMPDIR=/tmp/x 100%%\"\n",
            Text(config, UnitDropIn.Path));
        Assert.Equal("/tmp/x 100%", config.Effective("DOCKER_TMPDIR"));
        Assert.Empty(config.Ids().Except([ConfigFindingId.InsecureTcp]));

        var again = Editor(Pairs(config), facts);
        again.Apply(new("hosts", JsonSerializer.SerializeToElement(new[] { "fd://" })), null);
        again.Apply(new("DOCKER_TMPDIR", JsonSerializer.SerializeToElement("/a")), null);
        again.Apply(new("dns", null), null);
        config = again.Finish();
        Assert.Equal("", Text(config, UnitDropIn.Path));
        Assert.Equal("{\n}\n", Text(config, Json));
    }

    // moby#20317: the engine refuses to start with a setting in both places.
    [Fact]
    public void A_setting_in_a_flag_and_in_the_file_ends_up_in_one()
    {
        var facts = new DaemonFacts(null, "28.5.2", true, true);
        (string, string)[] files = [(Unit, "[Service]\nExecStart=/usr/bin/dockerd -H fd:// --debug\n"), (Json, "{\n  \"hosts\": [\"unix:///x\"],\n  \"mtu\": 1400\n}\n")];
        Assert.Contains(ConfigFindingId.SetTwice, ConfigText.Build(facts, files).Ids());

        var config = Edit(files, facts, ("hosts", new[] { "unix:///var/run/docker.sock" }));
        Assert.Empty(config.Ids());
        Assert.Equal("{\n  \"hosts\": [\"unix:///var/run/docker.sock\"],\n  \"mtu\": 1400\n}\n", Text(config, Json));
        Assert.Contains("\nExecStart=/usr/bin/dockerd --debug\n", Text(config, UnitDropIn.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Red_Hats_variables_are_changed_where_they_stand()
    {
        var facts = new DaemonFacts(null, "1.13.1", true, true);
        (string, string)[] files = [(Unit, "[Service]\nEnvironmentFile=-/etc/sysconfig/docker\nExecStart=/usr/bin/dockerd-current $OPTIONS\n"),
            (Sysconfig, "# Modify these options\nOPTIONS='--selinux-enabled --log-driver=journald --signature-verification=false'\n")];
        var config = Edit(files, facts, ("log-driver", "json-file"), ("selinux-enabled", false));

        Assert.Equal("# Modify these options\nOPTIONS='--selinux-enabled=false --log-driver=json-file --signature-verification=false'\n", Text(config, Sysconfig));
    }

    [Fact]
    public void An_assignment_that_is_not_exported_becomes_so()
    {
        const string Script = "#!/bin/sh\n. /etc/default/docker\nstart-stop-daemon -- $DOCKER_OPTS\n";
        var config = Edit([("/etc/default/docker", "DOCKER_OPTS=--debug\nDOCKER_TMPDIR=\"/a\"\n"), ("/etc/init.d/docker", Script)],
            new DaemonFacts(null, "20.10.24", false, null), ("DOCKER_TMPDIR", "/b"), ("dns", "10.0.0.1"), ("HTTP_PROXY", "http://u:p@x"));

        Assert.Equal("DOCKER_OPTS=\"--debug --dns 10.0.0.1\"\nexport DOCKER_TMPDIR=\"/b\"\nexport HTTP_PROXY=http://u:p@x\n", Text(config, "/etc/default/docker"));
        Assert.Equal("/b", config.Effective("DOCKER_TMPDIR"));
    }

    [Theory]
    [InlineData("dsn", "1", FailureKind.InvalidInput)]
    [InlineData("dns", "ns1", FailureKind.InvalidInput)]
    [InlineData("mtu", "big", FailureKind.InvalidInput)]
    [InlineData("icc", "maybe", FailureKind.InvalidInput)]
    [InlineData("data-root", "srv", FailureKind.InvalidInput)]
    [InlineData("labels", "a\nb", FailureKind.InvalidInput)]
    [InlineData("log-opts", "tag", FailureKind.InvalidInput)]
    [InlineData("default-ulimits", "nofile=many", FailureKind.InvalidInput)]
    [InlineData("firewall-backend", "nftables", FailureKind.InvalidInput)]
    public void What_the_engine_would_refuse_is_refused(string name, string value, FailureKind kind) =>
        Assert.Equal(kind, Assert.Throws<DockerOpsException>(() => Edit([], new DaemonFacts(null, "20.10.24", true, true), (name, value))).Kind);

    [Fact]
    public void A_runtime_with_arguments_does_not_go_where_there_is_room_for_a_path_only()
    {
        var editor = Editor([(Unit, "[Service]\nExecStart=/usr/bin/dockerd\n")], new DaemonFacts(null, "28.5.2", true, true));
        void Set(object runtime) => editor.Apply(new("runtimes", JsonSerializer.SerializeToElement(new { kata = runtime })), DaemonDocument.DropIn);

        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(() => Set(new { path = "/usr/bin/kata", runtimeArgs = new[] { "--x" } })).Kind);
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(() => Set(new { runtimeType = "io.containerd.kata.v2" })).Kind);
        Set(new { path = "/usr/bin/kata", runtimeArgs = Array.Empty<string>() });
        Assert.Contains("kata=/usr/bin/kata\n", Text(editor.Finish(), UnitDropIn.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default-ulimits", "nofile=1024:2048", "{\n  \"default-ulimits\": {\n    \"nofile\": {\n      \"Name\": \"nofile\",\n      \"Hard\": 2048,\n      \"Soft\": 1024\n    }\n  }\n}\n")]
    [InlineData("default-address-pools", "base=10.10.0.0/16,size=24", "{\n  \"default-address-pools\": [{ \"base\": \"10.10.0.0/16\", \"size\": 24 }]\n}\n")]
    [InlineData("http-proxy", "http://p:3128", "{\n  \"proxies\": {\n    \"http-proxy\": \"http://p:3128\"\n  }\n}\n")]
    [InlineData("features", "containerd-snapshotter=true", "{\n  \"features\": {\n    \"containerd-snapshotter\": true\n  }\n}\n")]
    public void Values_take_the_shape_of_the_file(string name, string value, string text) =>
        Assert.Equal(text, Text(Edit([], new DaemonFacts(null, "28.5.2", true, true), (name, value)), Json));

    private static DaemonConfig Edit((string Path, string Text)[] files, DaemonFacts facts, params (string Name, object Value)[] changes)
    {
        var editor = Editor(files, facts);
        foreach (var (name, value) in changes) editor.Apply(new(name, JsonSerializer.SerializeToElement(value)), null);
        return editor.Finish();
    }

    private static DaemonConfigEditor Editor((string Path, string Text)[] files, DaemonFacts facts, bool boot2Docker = false) => new(ConfigText.Build(facts, files), boot2Docker);

    private static (string, string)[] Pairs(DaemonConfig config) => [.. config.Files.Select(f => (f.Path, f.Text))];

    private static string Text(DaemonConfig config, string path) => config.Files.Single(f => f.Path == path).Text;
}
