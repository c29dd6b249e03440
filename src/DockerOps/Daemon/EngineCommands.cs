namespace DockerOps.Daemon;

/// <summary>The commands that start, stop and reload an engine, by what runs it.</summary>
/// <param name="Start">Starts it.</param>
/// <param name="Stop">Stops it, and with it what would start it again.</param>
/// <param name="Reload">Makes it read daemon.json again.</param>
internal sealed record EngineCommands(IReadOnlyList<string> Start, IReadOnlyList<string> Stop, IReadOnlyList<string> Reload)
{
    // Sources: systemctl(1); service(8); rc-service(8); moby, contrib/init; dockerd(8): SIGHUP reads the configuration again.
    // Debian's and CentOS's scripts know no reload, so the process itself is told.
    public static EngineCommands For(EngineServiceState state, DockerHost host) => state.Kind switch
    {
        EngineServiceKind.Unit => new(
            ["systemctl", "start", state.Name!],
            state.SocketUnit is { } socket ? ["systemctl", "stop", socket, state.Name!] : ["systemctl", "stop", state.Name!],
            ["systemctl", "reload", state.Name!]),
        EngineServiceKind.OpenRC => new(["rc-service", "docker", "start"], ["rc-service", "docker", "stop"], HangUp(state)),
        EngineServiceKind.Script when state.Name![0] != '/' => new(["service", state.Name, "start"], ["service", state.Name, "stop"], HangUp(state)),
        EngineServiceKind.Script or EngineServiceKind.Boot2Docker => new([state.Name!, "start"], [state.Name!, "stop"], HangUp(state)),
        EngineServiceKind.Process => new([], ["kill", "-TERM", Pid(state)], HangUp(state)),
        _ => throw new DockerOpsException(
            FailureKind.NotFound, $"'{host}' has no service of an engine, and no engine's process serves '{host.SocketPath}' there.", host),
    };

    private static IReadOnlyList<string> HangUp(EngineServiceState state) => state.ProcessId is null ? [] : ["kill", "-HUP", Pid(state)];

    private static string Pid(EngineServiceState state) => state.ProcessId!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
