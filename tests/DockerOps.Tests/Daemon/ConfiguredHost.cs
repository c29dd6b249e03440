using System.Text.Json;
using DockerOps.Daemon;
using DockerOps.Hosts;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;

namespace DockerOps.Tests.Daemon;

/// <summary>A host of the lab whose engine's configuration tests change; it has its own back at the end.</summary>
internal sealed class ConfiguredHost : IAsyncDisposable
{
    private const string Save = """
        mkdir -p /root/before
        for f in /etc/docker/daemon.json /etc/sysconfig/docker /etc/default/docker /etc/systemd/system/docker.service.d/zz-dockerops.conf; do
          [ ! -e "$f" ] || cp -p "$f" "/root/before/$(echo "$f" | tr / _)"
        done
        """;

    private const string Back = """
        for f in /etc/docker/daemon.json /etc/sysconfig/docker /etc/default/docker /etc/systemd/system/docker.service.d/zz-dockerops.conf; do
          b=/root/before/$(echo "$f" | tr / _)
          if [ -e "$b" ]; then cp -p "$b" "$f"; else rm -f "$f"; fi
        done
        rm -rf /root/before /var/lib/dockerops/config
        """;

    private ConfiguredHost(HostSession session) => Session = session;

    public HostSession Session { get; }

    public static async Task<ConfiguredHost> OpenAsync(DockerHost host)
    {
        var opened = new ConfiguredHost(await Open.SessionAsync(host));
        // A run that was cut off has left something.
        await opened.Sh($"if [ -d /root/before ]; then\n{Back}\nfi\n{Save}");
        return opened;
    }

    /// <summary>Runs a script there as root.</summary>
    public async Task<string> Sh(string script, params string[] arguments) =>
        (await (await Session.Shell.AsRootAsync(default)).ReadAsync(["sh", "-c", script, "sh", .. arguments], default)).TrimEnd('\n');

    /// <summary>The text of a file, or "none".</summary>
    public Task<string> Text(string path) => Sh("cat \"$1\" 2>/dev/null || echo none", path);

    /// <summary>The engine's process.</summary>
    public async Task<int?> Process() => (await EngineService.FindAsync(Session, default)).State.ProcessId;

    public Task<DaemonConfigPlan> Plan(DaemonConfigOptions options, params (string Name, object? Value)[] changes) => DaemonConfigWriting.PrepareAsync(
        Session, [.. changes.Select(c => new DaemonChange(c.Name, c.Value is null ? null : JsonSerializer.SerializeToElement(c.Value)))], options, default);

    public async Task<IReadOnlyList<DaemonSetting>> Set(DaemonConfigOptions options, params (string Name, object? Value)[] changes) => await Run(await Plan(options, changes));

    public static async Task<IReadOnlyList<DaemonSetting>> Run(DaemonConfigPlan plan) =>
        (await plan.RunAsync(default).ToListAsync()).OfType<Output<IReadOnlyList<DaemonSetting>>>().Single().Value;

    public async ValueTask DisposeAsync()
    {
        await Sh(Back);
        var service = await EngineService.FindAsync(Session, default);
        foreach (var step in (HostStep[])[.. service.ReadUnits(), .. service.Stop(TimeSpan.FromSeconds(90)), .. service.Start(TimeSpan.FromSeconds(90))])
            await step.RunAsync(service.Shell, new TransferMeter(), default);
        await Session.DisposeAsync();
    }
}
