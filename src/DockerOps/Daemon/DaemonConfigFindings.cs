using System.Net;

namespace DockerOps.Daemon;

/// <summary>Reasons about a configuration: what keeps the engine from starting, what does not do what it says, what is not safe.</summary>
public static class DaemonConfigFindings
{
    // Drivers that are gone: docs/deprecated.md of docker/cli.
    private static readonly (string Setting, string Value, Version Until, string Instead)[] Gone =
    [
        ("storage-driver", "aufs", new(24, 0), "overlay2"),
        ("storage-driver", "overlay", new(24, 0), "overlay2"),
        ("storage-driver", "devicemapper", new(25, 0), "overlay2"),
        ("log-driver", "logentries", new(25, 0), "syslog"),
        ("exec-driver", "lxc", new(1, 10), "native"),
    ];

    /// <summary>Finds.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="version">The engine it is meant for, as <c>28</c> or <c>20.10</c>; null for the one on the host. Without either, any version's options pass.</param>
    /// <returns>What was found, the worst first; nothing when all is well.</returns>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the version is none.</exception>
    public static IReadOnlyList<ConfigFinding> Of(DaemonConfig config, string? version)
    {
        var text = version ?? config.EngineVersion;
        var target = text is null ? null : EngineRelease.Parse(text);
        var given = config.Settings.Where(s => s.ReachesEngine).ToList();
        var found = new List<ConfigFinding>(config.Problems);
        foreach (var setting in given.Where(s => s.Origin != DaemonSettingOrigin.Environment).DistinctBy(s => (s.Spelling, s.Source)))
            found.AddRange(Option(setting, target, text));
        foreach (var setting in given) found.AddRange(Value(setting, target, text));
        found.AddRange(Tcp(given));
        if (config.HasSocketUnit == false) found.AddRange(Sockets(given));
        return [.. found.Select(f => f with { DockerHost = config.DockerHost }).OrderByDescending(f => f.Severity)];
    }

    private static IEnumerable<ConfigFinding> Option(DaemonSetting setting, Version? target, string? version)
    {
        if (setting.Option is not { } option)
        {
            yield return target > DaemonOptions.Newest
                ? About(setting, ConfigSeverity.Warning, ConfigFindingId.UnknownOption, $"No engine up to {DaemonOptions.Newest} knows '{setting.Spelling}', and it is not known whether {version} does. One that does not refuses to start with it.")
                : About(setting, ConfigSeverity.Error, ConfigFindingId.UnknownOption, $"No engine knows '{setting.Spelling}', and it refuses to start with it. Look for a slip of the pen, or take it away.");
            yield break;
        }

        var inFile = setting.Origin == DaemonSettingOrigin.File;
        var key = setting.Spelling[(setting.Spelling.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var spellings = option.Of(inFile ? key : setting.Spelling.StartsWith("--", StringComparison.Ordinal) || setting.Spelling.Length == 2 ? setting.Spelling : "-" + setting.Spelling);
        if (spellings.Count == 0 || (target is not null && spellings.Any(s => s.Takes(target)) && !(inFile && target < DaemonOptions.FirstFile))) yield break;
        var last = spellings.All(s => s.Until is not null) ? spellings.Max(s => s.Until) : null;
        if (target is null && last is null) yield break;
        if (target is not null && inFile && target < DaemonOptions.FirstFile)
        {
            yield return About(setting, ConfigSeverity.Warning, ConfigFindingId.UnreadFile, $"An engine {version} reads no daemon.json; 1.10 was the first. Use flags.");
        }
        else if (last is not null && (target is null || target >= last))
        {
            var instead = option.For(target ?? new Version(int.MaxValue, 0), inFile);
            yield return About(setting, target is null ? ConfigSeverity.Warning : ConfigSeverity.Error, ConfigFindingId.RemovedOption,
                $"'{setting.Spelling}' is refused by engines from {last} on. {(instead is null ? "Take it away." : $"Write '{instead}'.")}");
        }
        else
        {
            var since = spellings.Min(s => s.Since);
            var instead = option.For(target!, inFile);
            yield return About(setting, ConfigSeverity.Error, ConfigFindingId.UnknownOption,
                $"'{setting.Spelling}' came with engine {since}; {version} does not know it. {(instead is null ? "Take it away." : $"Write '{instead}'.")}");
        }
    }

    private static IEnumerable<ConfigFinding> Value(DaemonSetting setting, Version? target, string? version)
    {
        foreach (var gone in Gone.Where(g => g.Setting == setting.Name && g.Value == setting.Value && (target is null || target >= g.Until)))
        {
            yield return About(setting, target is null ? ConfigSeverity.Warning : ConfigSeverity.Error, ConfigFindingId.RemovedValue,
                $"{setting.Name} '{setting.Value}' is gone from {gone.Until} on, and the engine does not start with it. '{gone.Instead}' is the one to use; images and containers of the old driver are not seen by the new one, so save them first.");
        }

        if (setting.Name == "storage-opts" && setting.Value.StartsWith("dm.", StringComparison.Ordinal) && target >= new Version(25, 0))
            yield return About(setting, ConfigSeverity.Error, ConfigFindingId.RemovedValue, $"'{setting.Value}' belongs to the storage driver devicemapper, which {version} does not have. Take it away.");
        if (setting is { Name: "insecure-registries", Value: not "[]" } && !IsLoopback(setting.Value))
            yield return About(setting, ConfigSeverity.Warning, ConfigFindingId.InsecureRegistry, $"Whoever stands between this host and '{setting.Value}' can change images. Give the registry a certificate and put its CA in /etc/docker/certs.d.");
        if (setting.Name == "dns" && IPAddress.TryParse(setting.Value, out var address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any)))
            yield return About(setting, ConfigSeverity.Warning, ConfigFindingId.UnreachableDns, $"No container can reach a name server at {setting.Value}: that is the container itself there. Name the server's address in the network.");
        if (setting.Origin == DaemonSettingOrigin.Flag && setting.Option?.Kind == DaemonOptionKind.Number && !long.TryParse(setting.Value, out _))
            yield return About(setting, ConfigSeverity.Error, ConfigFindingId.WrongType, $"'{setting.Spelling}' needs a number, not '{setting.Value}'. The engine does not start with it.");
    }

    // The engine verifies clients only with tlsverify; tls alone encrypts for everybody (moby, newAPIServerTLSConfig).
    private static IEnumerable<ConfigFinding> Tcp(IReadOnlyList<DaemonSetting> given)
    {
        if (given.Any(s => (s.Name == "tlsverify" && s.Value != "false") || s.Name == "DOCKER_TLS_VERIFY")) yield break;
        foreach (var host in given.Where(s => s.Name == "hosts" && (s.Value.StartsWith("tcp://", StringComparison.Ordinal) || (!s.Value.Contains("://", StringComparison.Ordinal) && s.Value.Contains(':', StringComparison.Ordinal)))))
        {
            yield return About(host, ConfigSeverity.Warning, ConfigFindingId.InsecureTcp,
                $"Whoever reaches {host.Value} is root on this host. Set tlsverify with tlscacert, tlscert and tlskey, or take the address away and use ssh.");
        }
    }

    private static IEnumerable<ConfigFinding> Sockets(IReadOnlyList<DaemonSetting> given) =>
        from host in given
        where host.Name == "hosts" && host.Value.StartsWith("fd://", StringComparison.Ordinal)
        select About(host, ConfigSeverity.Error, ConfigFindingId.NoSocketUnit,
            $"'{host.Value}' takes its socket from systemd, but there is no docker.socket unit, so the engine stops with \"no sockets found via socket activation\". Write -H unix:///var/run/docker.sock, or install docker.socket.");

    private static bool IsLoopback(string registry) =>
        registry.StartsWith("localhost", StringComparison.Ordinal) || registry.StartsWith("127.", StringComparison.Ordinal) || registry.StartsWith("::1", StringComparison.Ordinal);

    private static ConfigFinding About(DaemonSetting setting, ConfigSeverity severity, ConfigFindingId id, string message) =>
        new() { Severity = severity, Id = id, Setting = setting.Name, Source = setting.Source, Message = message };
}
