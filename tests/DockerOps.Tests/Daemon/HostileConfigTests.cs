using System.Diagnostics;
using DockerOps.Daemon;
using DockerOps.Tests.Hostile;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>Configuration files that would take all time or memory, or that are no text.</summary>
public sealed class HostileConfigTests
{
    public static TheoryData<string, string> Growing => new()
    {
        // Each variable holds the one before twice.
        { "/etc/sysconfig/docker", "A0=aaaaaaaa\n" + Lines(40, i => $"A{i + 1}=$A{i}$A{i}") + "\nOPTIONS=$A40\n" },
        { "/etc/sysconfig/docker", "OPTIONS=" + new string('a', 1000) + "\n" + Lines(20_000, _ => "OPTIONS+=$OPTIONS") },
        { "/etc/sysconfig/docker", Lines(40_000, i => $"V{i}=x") },
        { "/lib/systemd/system/docker.service", $"[Service]\nEnvironment=A={new string('a', 100_000)}\nExecStart=/usr/bin/dockerd {string.Concat(Enumerable.Repeat("${A}", 5000))}\n" },
        { "/lib/systemd/system/docker.service", $"[Service]\nEnvironment=\"A={string.Concat(Enumerable.Repeat("--label x ", 10_000))}\"\nExecStart=/usr/bin/dockerd {string.Concat(Enumerable.Repeat("$A ", 5000))}\n" },
        { "/etc/docker/daemon.json", "{" + string.Join(',', Enumerable.Range(0, 40_000).Select(i => $"\"k{i}\":1")) + "}" },
    };

    [Theory]
    [MemberData(nameof(Growing))]
    public async Task A_file_that_grows_without_end_is_read_in_seconds(string path, string text)
    {
        var watch = Stopwatch.StartNew();
        // On a thread of its own: a reader that does not end must not hold up the tests.
        var reading = Task.Run(() => Read(path, text));
        Assert.Same(reading, await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(20))));
        await reading;
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("""{"data-root":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"log-opts":{"\udfff":"x"}}""")]
    [InlineData("""{"dns":[{"\ud800":1}]}""")]
    public void Half_a_character_in_a_daemon_json_is_a_finding(string text) =>
        Assert.Contains(ConfigFindingId.InvalidJson, Read("/etc/docker/daemon.json", text).Problems.Select(problem => problem.Id));

    [Fact]
    public void A_daemon_json_of_any_form_is_read()
    {
        foreach (var (what, json) in JsonVariants.Of("""{"debug":true,"dns":["1.1.1.1"],"log-opts":{"max-size":"10m"},"default-ulimits":{"n":{"Hard":1}},"hosts":["unix:///x"],"default-address-pools":[{"base":"10.0.0.0/8","size":24}]}"""))
        {
            var failure = Record.Exception(() => DaemonConfigFindings.Of(Read("/etc/docker/daemon.json", json), "20.10.24"));
            Assert.True(failure is null, $"{what}: {failure}");
        }
    }

    private static string Lines(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(0, count).Select(line));

    private static DaemonConfig Read(string path, string text)
    {
        var kind = DaemonConfigFiles.KindOf(new DaemonFile(path, DaemonFileKind.Variables, text));
        return DaemonConfigBuilder.Build([new DaemonFile(path, kind, text)], new(DockerHost.Local, "20.10.24", kind == DaemonFileKind.Unit, null));
    }
}
