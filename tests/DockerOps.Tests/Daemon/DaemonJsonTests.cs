using DockerOps.Daemon;
using DockerOps.Tests.Hosts;
using Xunit;

namespace DockerOps.Tests.Daemon;

public sealed class DaemonJsonTests
{
    private const string Path = "/etc/docker/daemon.json";

    [Fact]
    public void Every_value_has_its_line()
    {
        var config = ConfigText.Build((Path, """
            {
              "data-root": "/srv",
              "dns": [
                "10.0.0.1",
                "10.0.0.2"
              ],
              "log-opts": { "max-size": "10m" },
              "proxies": { "http-proxy": "http://me:secret@proxy:3128" }
            }
            """));

        Assert.Equal(
            ["data-root=/srv:2", "dns=10.0.0.1:4", "dns=10.0.0.2:5", "log-opts=max-size=10m:7", "http-proxy=http://xxxxx:xxxxx@proxy:3128:8"],
            config.Settings.Select(s => $"{s.Name}={s.Value}:{s.Source.Line}"));
        Assert.Empty(config.Ids("28"));
    }

    [Theory]
    [InlineData("{\n \"dns\":[\"é\",],\n}", 2, 13)]
    [InlineData("{\n \"a\": 1\n} x", 3, 3)]
    [InlineData("{ \"a\": 1 \n", 2, 1)]
    [InlineData("[1]", 1, 1)]
    public void Invalid_JSON_has_line_and_column(string text, int line, int column)
    {
        var finding = Assert.Single(DaemonConfigFindings.Of(ConfigText.Build((Path, text)), null));
        Assert.Equal((ConfigFindingId.InvalidJson, ConfigSeverity.Error), (finding.Id, finding.Severity));
        Assert.Contains($"line {line}, column {column}:", finding.Message, StringComparison.Ordinal);
    }

    /// <summary>What is found here, and whether dockerd 28 refuses it: the same is asked of a real one where the lab has it.</summary>
    public static TheoryData<string, string, string, bool> Conflicts => new()
    {
        { """{"data-root":"/y"}""", "--data-root /z", "SetTwice", true },
        { """{"dns":["10.0.0.1"]}""", "--dns 10.0.0.2", "SetTwice", true },
        { """{"hosts":["unix:///x"]}""", "-H fd://", "SetTwice", true },
        { """{"bridge":"x"}""", "-b y", "SetTwice", true },
        { """{"debug":false}""", "-D", "SetTwice", true },
        { """{"labels":["a=b"]}""", "--label c=d", "SetTwice", true },
        { """{"proxies":{"http-proxy":"http://a"}}""", "--http-proxy http://b", "SetTwice", true },
        { """{"runtimes":{"a":{"path":"/x"}}}""", "--add-runtime b=/y", "", false },
        { """{"graph":"/x"}""", "", "RemovedOption", true },
        { """{"cluster-store":"x"}""", "", "RemovedOption", true },
        { """{"oom-score-adjust":1}""", "", "RemovedOption", true },
        { """{"api-cors-header":"x"}""", "", "RemovedOption", true },
        { "{}", "-g /x", "RemovedOption", true },
        { "{}", "--oom-score-adjust 3", "RemovedOption", true },
        { "{}", "-d", "RemovedOption", true },
        { """{"Debug":true}""", "", "UnknownOption", true },
        { """{"dnss":[]}""", "", "UnknownOption", true },
        { """{"min-api-version":"1.24"}""", "", "UnknownOption", true },
        { """{"log-opts":{"max-file":3}}""", "", "WrongType", true },
        { """{"dns":"1.1.1.1"}""", "", "WrongType", true },
        { """{"mtu":"1500"}""", "", "WrongType", true },
        { """{"debug":"yes"}""", "", "WrongType", true },
        { "{}", "--mtu many", "WrongType", true },
        { "{}", "--debug false", "UnexpectedArgument", true },
        { """{"dns":["10.0.0.1",]}""", "", "InvalidJson", true },
        { """{"label":["a=b"]}""", "", "IgnoredKey", false },
        { """{"debug":false,"debug":true}""", "", "DuplicateKey", false },
        { """{"default-shm-size":"64M","features":{"x":true},"default-address-pools":[{"base":"10.0.0.0/8","size":24}]}""", "", "", false },
    };

    [Theory]
    [MemberData(nameof(Conflicts))]
    public void A_conflict_is_found(string json, string flags, string id, bool refused)
    {
        var findings = DaemonConfigFindings.Of(Config(json, flags), "28");

        Assert.Equal(id, findings.Count == 0 ? "" : Assert.Single(findings).Id.ToString());
        Assert.Equal(refused, findings.Any(f => f.Severity == ConfigSeverity.Error));
    }

    [Theory]
    [InlineData("29.7.2", ConfigSeverity.Error)]
    [InlineData("29.8.0", ConfigSeverity.Warning)]
    [InlineData("30", ConfigSeverity.Warning)]
    public void An_option_that_a_newer_engine_may_know_is_no_error(string version, ConfigSeverity severity)
    {
        foreach (var config in new[] { Config("""{"brand-new":true}""", ""), Config("{}", "--brand-new") })
        {
            var finding = Assert.Single(DaemonConfigFindings.Of(config, version));
            Assert.Equal((ConfigFindingId.UnknownOption, severity), (finding.Id, finding.Severity));
        }
    }

    [LabFact("newEngine")]
    public async Task A_real_engine_program_is_of_the_same_mind()
    {
        const string script = "printf %s \"$1\" >\"$2\"; f=$2; shift 2; dockerd --validate --config-file \"$f\" \"$@\"; r=$?; rm -f \"$f\"; exit $r";
        await using var session = await Open.SessionAsync(Lab.Current.BootAs("root"));
        foreach (var row in Conflicts)
        {
            var (json, flags, refused) = ((string)row[0], (string)row[1], (bool)row[3]);
            var result = await session.Shell.RunAsync(
                ["sh", "-c", script, "sh", json, "/tmp/" + Lab.Unique(), .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)], CancellationToken.None);
            Assert.True(refused == !result.Success, $"{json} {flags}: {result.ErrorOutput}");
        }
    }

    private static DaemonConfig Config(string json, string flags) =>
        ConfigText.Build((Path, json), ("/lib/systemd/system/docker.service", $"[Service]\nExecStart=/usr/bin/dockerd {flags}\n"));
}
