namespace DockerOps.Daemon;

/// <summary>What is known besides the files.</summary>
/// <param name="Host">The host; null for files that are on no host.</param>
/// <param name="EngineVersion">The engine's version.</param>
/// <param name="Systemd">Whether systemd runs; null when only the files can tell.</param>
/// <param name="SocketUnit">Whether there is a docker.socket unit that is not masked; null when not known.</param>
internal sealed record DaemonFacts(DockerHost? Host, string? EngineVersion, bool? Systemd, bool? SocketUnit)
{
    public static DaemonFacts None { get; } = new(null, null, null, null);
}
