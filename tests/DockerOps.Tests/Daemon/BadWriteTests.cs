using DockerOps.Daemon;
using DockerOps.Engine;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>Whatever is written: afterwards the engine runs, on its old configuration.</summary>
[Collection(nameof(RestartedHostTests))]
public sealed class BadWriteTests
{
    private const string Json = "/etc/docker/daemon.json";

    // What our table, our findings or dockerd --validate refuse, before anything is stopped.
    private static readonly (string Name, object? Value)[] Refused =
    [
        ("dsn", "10.0.0.1"),
        ("dns", "ns1.example"),
        ("mtu", "large"),
        ("data-root", "relative/folder"),
        ("default-ulimits", "nofile=many"),
        ("storage-driver", "aufs"),
        ("graph", "relative"),
        ("hosts", new[] { "unix:///nowhere.sock" }),
        ("hosts", new[] { "unix:///var/run/docker.sock", "tcp://a:b:c" }),
        ("registry-mirrors", new[] { "not a mirror" }),
        ("insecure-registries", new[] { "ftp://x" }),
        ("labels", new[] { "no-equals" }),
        ("dns-search", new[] { "no domain!" }),
        ("max-concurrent-downloads", -5),
        ("default-address-pools", new[] { "base=nonsense,size=24" }),
    ];

    // What only a start tells, or the proof after it.
    private static readonly (string Name, object? Value)[] Stopped =
    [
        ("default-runtime", "nosuch"),
        ("bip", "300.1.1.1/24"),
        ("storage-driver", "nosuch"),
        ("log-driver", "nosuch"),
    ];

    // An engine that cannot be asked beforehand: the start decides on everything.
    private static readonly (string Name, object? Value)[] StoppedOld =
    [
        ("labels", new[] { "no-equals" }),
        ("tlsverify", true),
        ("seccomp-profile", "/no/such/profile.json"),
        ("userns-remap", "no-such-user"),
    ];

    [LabFact("newEngine")]
    public async Task Twenty_bad_writes_leave_the_engines_of_two_hosts_running_as_they_were() =>
        await Task.WhenAll(AllAsync(Lab.Current.Boot, [.. Refused, .. Stopped]), AllAsync(Lab.Current.SmeAs("admin"), StoppedOld));

    private static async Task AllAsync(DockerHost which, (string Name, object? Value)[] bad)
    {
        await using var host = await ConfiguredHost.OpenAsync(which);
        await host.Sh("printf '{\\n  \"labels\": [\"ours=1\"]\\n}\\n' >\"$1\"; chmod 640 \"$1\"; chown 0:daemon \"$1\"", Json);
        await host.Set(new(), ("debug", true));
        var before = await Files(host);
        Assert.StartsWith("640 root:daemon", before, StringComparison.Ordinal);

        // What is refused by a look at it needs no turn.
        var plans = await Task.WhenAll(bad.Select(wish => PlanAsync(host, wish)));
        await CheckAsync(host, before);
        foreach (var (name, plan) in plans)
        {
            if (plan is null) continue;
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ConfiguredHost.Run(plan));
            Assert.True(failure.Kind is not FailureKind.Unreachable, $"{name}: {failure.Message}");
            await CheckAsync(host, before);
        }
    }

    private static async Task<(string Name, DaemonConfigPlan? Plan)> PlanAsync(ConfiguredHost host, (string Name, object? Value) wish)
    {
        try
        {
            return (wish.Name, await host.Plan(new() { Timeout = TimeSpan.FromSeconds(40) }, wish));
        }
        catch (DockerOpsException e) when (e.Kind is not FailureKind.Unreachable)
        {
            return (wish.Name, null);
        }
    }

    private static async Task CheckAsync(ConfiguredHost host, string before)
    {
        Assert.Equal(before, await Files(host));
        await host.Session.Engine.RenewVersionAsync(default);
        var info = await host.Session.Engine.ReadAsync(EngineRequest.Get("/info"), Engine.Wire.WireJson.Default.JsonElement, default);
        Assert.Equal("ours=1", info.GetProperty("Labels")[0].GetString());
        Assert.True(info.GetProperty("Debug").GetBoolean());
    }

    // The file with its mode and owner, and changes that nobody has ended.
    private static Task<string> Files(ConfiguredHost host) =>
        host.Sh("stat -c '%a %U:%G' \"$1\"; cat \"$1\"; grep -l open /var/lib/dockerops/config/*/state 2>/dev/null || :", Json);
}
