using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DockerOps.Daemon;
using DockerOps.Tests.Hosts;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>moby#20317 for every option there is: once in a flag and once in daemon.json, before an engine's program and before us.</summary>
public sealed partial class ConflictTests
{
    // What an option wants to see that does not take just any text.
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["bip"] = "10.9.0.1/24", ["fixed-cidr"] = "10.9.0.0/25", ["fixed-cidr-v6"] = "fd00::/64", ["bip6"] = "fd00::1/64", ["ip"] = "10.9.0.1",
        ["default-gateway"] = "10.9.0.1", ["default-gateway-v6"] = "fd00::1", ["host-gateway-ips"] = "10.9.0.1", ["dns"] = "10.9.0.1",
        ["dns-search"] = "example", ["registry-mirrors"] = "https://mirror", ["allow-nondistributable-artifacts"] = "registry", ["default-address-pools"] = "base=10.9.0.0/16,size=24",
        ["default-ulimits"] = "nofile=1:2", ["default-shm-size"] = "1m", ["default-ipc-mode"] = "private", ["default-cgroupns-mode"] = "host",
        ["hosts"] = "unix:///x", ["cdi-spec-dirs"] = "/x", ["features"] = "x=true", ["default-network-opts"] = "bridge=a=b", ["runtimes"] = "x=/x", ["log-level"] = "info",
    };

    [LabTheory]
    [InlineData("20.10", 79)]
    [InlineData("28.5", 84)]
    public async Task An_engine_refuses_the_settings_that_are_found(string version, int atLeast)
    {
        await using var session = await Open.SessionAsync(version == "20.10" ? Lab.Current.Sme : Lab.Current.Boot);
        var engine = EngineRelease.Parse(version);
        var rows = DaemonOptions.All.Where(o => o.For(engine, inFile: true) is not null && o.For(engine, inFile: false) is not null).ToList();
        Assert.True(rows.Count >= atLeast, $"{rows.Count}");
        var (flags, keys) = (rows.SelectMany(o => Flags(o, engine)).ToList(), rows.Select(o => Key(o, engine)).ToList());

        // The program names all of them at once, before it does anything else.
        const string Ask = "f=$(mktemp); printf %s \"$1\" >\"$f\"; shift; timeout 30 dockerd --config-file \"$f\" \"$@\"; r=$?; rm -f \"$f\"; exit $r";
        var root = await session.Shell.AsRootAsync(default);
        var told = await root.RunAsync(["sh", "-c", Ask, "sh", "{" + string.Join(',', keys) + "}", .. flags], default);

        Assert.Contains("specified both as a flag and in the configuration file", told.ErrorOutput, StringComparison.Ordinal);
        var refused = Refused().Matches(told.ErrorOutput).Select(m => DaemonOptions.Find(m.Groups[1].Value)?.Name ?? m.Groups[1].Value).ToHashSet();
        var found = rows.Where(o => Find(Key(o, engine), Flags(o, engine), version).Contains(ConfigFindingId.SetTwice)).Select(o => o.Name).ToHashSet();
        Assert.Equal(refused.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(["runtimes"], rows.Select(o => o.Name).Except(found));
    }

    private static IReadOnlyList<ConfigFindingId> Find(string key, IReadOnlyList<string> flags, string version) => ConfigText.Build(
        ("/etc/docker/daemon.json", $"{{{key}}}"), ("/lib/systemd/system/docker.service", $"[Service]\nExecStart=/usr/bin/dockerd {string.Join(' ', flags)}\n")).Ids(version);

    private static JsonElement Value(DaemonOption option)
    {
        JsonNode given = option.Kind switch
        {
            DaemonOptionKind.Switch => true,
            DaemonOptionKind.Number => 1,
            _ => Values.GetValueOrDefault(option.Name, option.IsMany ? "a=b" : "/x"),
        };
        return DaemonValue.Normalize(option, JsonSerializer.SerializeToElement(given));
    }

    private static IReadOnlyList<string> Flags(DaemonOption option, Version engine) =>
        [.. DaemonValue.Flags(option, Value(option)).Select(value => $"{option.For(engine, inFile: false)}={value}")];

    private static string Key(DaemonOption option, Version engine) => $"\"{option.For(engine, inFile: true)}\":{Value(option).GetRawText()}";

    [GeneratedRegex(@"([\w-]+): \(from flag")]
    private static partial Regex Refused();
}
