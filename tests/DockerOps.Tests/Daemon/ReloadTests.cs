using System.Text.Json;
using DockerOps.Daemon.Changes;
using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>What a reload does to an engine, and what it does not: most keys that are gone from daemon.json keep their value.</summary>
[Collection(nameof(RestartedHostTests))]
public sealed class ReloadTests
{
    [Theory]
    [InlineData("{ \"debug\": true }", "{ \"debug\": false }", true)]
    [InlineData("{}", "{ \"debug\": true }", true)]
    [InlineData("{ \"debug\": true }", "{}", false)]
    [InlineData("{ \"insecure-registries\": [\"r:5000\"] }", "{ \"debug\": true }", false)]
    [InlineData("{ \"insecure-registries\": [\"r:5000\"] }", "{ \"insecure-registries\": [] }", true)]
    [InlineData("{ \"max-concurrent-downloads\": 5, \"features\": { \"x\": true } }", "{}", true)]
    [InlineData("{}", "{ \"mtu\": 1400 }", false)]
    public void It_is_enough_for_what_the_engine_takes_from_it(string before, string after, bool enough)
    {
        var (old, now) = (ConfigText.Build(("/etc/docker/daemon.json", before)), ConfigText.Build(("/etc/docker/daemon.json", after)));

        Assert.Equal(enough, ConfigComparison.IsReloadable(old, now, ConfigComparison.Names(old, now)));
    }

    [LabFact]
    public async Task A_setting_that_is_removed_or_taken_back_is_gone_from_the_running_engine()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        var first = await host.Process();
        await host.Set(new(), ("debug", true));
        Assert.Equal((first, true), (await host.Process(), (await InfoAsync(host)).GetProperty("Debug").GetBoolean()));
        await host.Set(new(), ("debug", null));
        Assert.False((await InfoAsync(host)).GetProperty("Debug").GetBoolean());

        // Something fails once the engine has taken it.
        var plan = await host.Plan(new(), ("debug", true), ("default-shm-size", "32M"));
        Assert.Contains(plan.Lines, line => line.Contains("kill -HUP", StringComparison.Ordinal));
        plan.Add(ConfigPhase.Engine, new CommandStep("false"));
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ConfiguredHost.Run(plan));

        Assert.EndsWith("The old files are back, and the engine runs with them again.", failure.Message, StringComparison.Ordinal);
        Assert.False((await InfoAsync(host)).GetProperty("Debug").GetBoolean());
    }

    private static async Task<JsonElement> InfoAsync(ConfiguredHost host)
    {
        await host.Session.Engine.RenewVersionAsync(default);
        return await host.Session.Engine.ReadAsync(EngineRequest.Get("/info"), WireJson.Default.JsonElement, default);
    }
}
