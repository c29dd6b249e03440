using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

public sealed class KnownFailuresTests
{
    [Theory]
    [InlineData("device-mapper-symbol", "/usr/bin/docker: relocation error: /usr/bin/docker: symbol dm_task_get_info_with_deferred_remove, version Base not defined in file libdevmapper.so.1.02 with link time reference")]
    [InlineData("no-socket", "failed to load listeners: no sockets found via socket activation: make sure the service was started by systemd")]
    [InlineData("flag-and-file", "unable to configure the Docker daemon with file /etc/docker/daemon.json: the following directives are specified both as a flag and in the configuration file: hosts: (from flag: [fd://], from file: [tcp://0.0.0.0])")]
    [InlineData("pid-file", "failed to start daemon: pid file found, ensure docker is not running or delete /var/run/docker.pid")]
    [InlineData("pid-file", "failed to start daemon, ensure docker is not running or delete /var/run/docker.pid: process with PID 123 is still running")]
    [InlineData("storage-driver", "failed to start daemon: error initializing graphdriver: prior storage driver aufs failed: driver not supported")]
    [InlineData("containerd", "failed to start daemon: failed to dial \"/run/containerd/containerd.sock\": context deadline exceeded")]
    public void Each_is_known_by_the_words_of_its_engine(string id, string line)
    {
        var found = Assert.Single(KnownFailures.Match(KnownFailures.BuiltIn, ["something else", line], DockerHost.Local, Refuse));
        Assert.Equal((id, line), (found.Id, Assert.Single(found.Matched)));
    }

    [Theory]
    [InlineData("level=warning msg=\"cleanup warnings time=\\\"2026-11-30T18:26:14Z\\\" level=info runtime=io.containerd.runc.v2\\ntime=\\\"2026-11-30T18:26:14Z\\\" level=warning msg=\\\"failed to read init pid file\\\" error=\\\"open /run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby/fe02/init.pid: no such file or directory\\\"\"")]
    [InlineData("time=\"2026-11-30T18:36:50Z\" level=info msg=\"containerd not running, starting managed containerd\"")]
    public void What_an_engine_in_good_health_says_is_no_failure(string line) =>
        Assert.Empty(KnownFailures.Match(KnownFailures.BuiltIn, [line], DockerHost.Local, Refuse));

    // An engine of its own in a network of its own, which ends before it touches either: all that it says is its last word.
    [LabTheory]
    [InlineData("no-socket", "-H fd://")]
    [InlineData("flag-and-file", "-H unix://$d/s --config-file $d/hosts.json")]
    [InlineData("pid-file", "-H unix://$d/s --pidfile $d/taken")]
    [InlineData("storage-driver", "-H unix://$d/s --storage-driver aufs")]
    [InlineData("containerd", "-H unix://$d/s --containerd $d/containerd.sock")]
    public async Task Each_is_met_when_a_real_engine_starts(string id, string arguments)
    {
        const string Text = """
            d=$(mktemp -d); echo '{"hosts": ["unix:///tmp/other.sock"]}' >$d/hosts.json; echo $$ >$d/taken
            eval "set -- --data-root $d/data --exec-root $d/exec --bridge none --iptables=false $1"
            case "$*" in *--pidfile*) ;; *) set -- "$@" --pidfile $d/pid ;; esac
            # One that waits for containerd waits for a minute, and says every second why.
            case "$*" in *--containerd*) limit='-s KILL 5' ;; *) limit=60 ;; esac
            timeout $limit unshare -nm dockerd "$@" 2>&1
            rm -rf $d
            """;
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var said = await session.Shell.RunAsync(["sh", "-c", Text, "sh", arguments], default);
        var found = KnownFailures.Match(KnownFailures.BuiltIn, said.Lines, session.Host, Refuse);
        Assert.True(found.Any(failure => failure.Id == id), said.Output);
    }

    // The host's own library, with the name of what the engine looks for spoilt: an older one lacks it.
    [LabTheory]
    [InlineData("DM_1_02_97")]
    [InlineData("dm_task_run")]
    public async Task A_library_that_lacks_what_the_engine_wants_is_met(string lacking)
    {
        const string Text = """
            p=$(command -v dockerd); l=$(ldd "$p" | sed -n 's/.* => \(.*libdevmapper[^ ]*\).*/\1/p')
            d=$(mktemp -d); sed "s/$1/${1%?}_/g" "$l" >"$d/${l##*/}"
            LD_BIND_NOW=1 LD_LIBRARY_PATH=$d "$p" --version 2>&1
            rm -rf "$d"
            """;
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var said = await session.Shell.RunAsync(["sh", "-c", Text, "sh", lacking], default);
        var found = KnownFailures.Match(KnownFailures.BuiltIn, said.Lines, session.Host, Refuse);
        Assert.True(found.Any(failure => failure.Id == "device-mapper-symbol"), said.Output);
    }

    // dnf 5 refuses the name of a package that is not installed, and updates none (“Packages for argument 'device-mapper' available, but not installed.”).
    [LabFact("nodes")]
    public async Task The_library_is_updated_by_the_names_of_what_is_installed()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node("node1"));
        var words = KnownFailures.BuiltIn.Single(failure => failure.Id == "device-mapper-symbol").Remedy.Single();
        async Task<CommandResult> AskedAsync(string installed) => await session.Shell.RunAsync(
            ["sh", "-c", """
                d=$(mktemp -d); printf '#!/bin/sh\nfor n; do case " %s " in *" $n "*) echo "$n" ;; esac; done\n' "$1" >"$d/rpm"; printf '#!/bin/sh\necho "$@"\n' >"$d/dnf"; chmod 0755 "$d"/*
                shift; PATH=$d:$PATH "$@"; c=$?; rm -r "$d"; exit $c
                """, "sh", installed, .. words], default);
        Assert.Equal("-y update device-mapper-libs", (await AskedAsync("device-mapper-libs")).Output.Trim());
        Assert.Equal("-y update device-mapper device-mapper-libs", (await AskedAsync("device-mapper device-mapper-libs")).Output.Trim());
        Assert.False((await AskedAsync("")).Success);
    }

    [Fact]
    public void An_administrators_own_come_from_a_file_and_go_first()
    {
        var own = KnownFailures.Read("""[{ "id": "containerd", "description": "ours", "pattern": "containerd", "remedy": [["true"]], }] // by hand""", "own.json");
        var found = Assert.Single(KnownFailures.Match([.. own, .. KnownFailures.BuiltIn], ["timeout waiting for containerd to start"], DockerHost.Local, Refuse));
        Assert.Equal("ours", found.Description);
    }

    [Theory]
    [InlineData("""[{ "id": "x", "description": "x", "pattern": "(" }]""", "x")]
    [InlineData("""[{ "id": "a b", "description": "x", "pattern": "x" }]""", "a b")]
    [InlineData("""[{ "id": "x", "description": "x", "pattern": "x", "remedy": [[]] }]""", "x")]
    [InlineData("""[{ "id": "x", "pattern": "x" }]""", "own.json")]
    [InlineData("""[{ "id": "x", "description": "x", "pattern": "x", "remedy": [["true"], null] }]""", "x")]
    [InlineData("""[{ "id": "x", "description": "x", "pattern": "x", "remedy": [["true", null]] }]""", "x")]
    [InlineData("""[{ "id": null, "description": "x", "pattern": "x" }]""", "own.json")]
    [InlineData("""[{ "id": "x", "description": "x", "pattern": null }]""", "own.json")]
    [InlineData("[null]", "own.json")]
    [InlineData("{", "own.json")]
    public void A_file_that_makes_no_sense_is_refused(string text, string target)
    {
        var failure = Assert.Throws<DockerOpsException>(() => KnownFailures.Read(text, "own.json"));
        Assert.Equal((FailureKind.InvalidInput, (object)target), (failure.Kind, failure.Target));
    }

    // It came as an exception of the system, in the middle of an upgrade whose engine was down, and ended those of all other hosts.
    [Fact]
    public void A_pattern_that_takes_too_long_is_passed_over_and_the_others_are_found()
    {
        var own = KnownFailures.Read("""[{ "id": "clumsy", "description": "x", "pattern": "(a+)+$" }, { "id": "good", "description": "x", "pattern": "b" }]""", "own.json");
        var slow = new List<DockerOpsException>();

        var found = Assert.Single(KnownFailures.Match(own, [new string('a', 60) + "b"], DockerHost.Local, slow.Add));

        Assert.Equal("good", found.Id);
        Assert.Equal((FailureKind.InvalidInput, (object)"clumsy"), (Assert.Single(slow).Kind, slow[0].Target));
    }

    private static void Refuse(DockerOpsException slow) => throw slow;
}
