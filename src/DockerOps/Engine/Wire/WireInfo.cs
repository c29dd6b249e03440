using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>The parts of <c>GET /info</c> that are used.</summary>
internal sealed record WireInfo
{
    [JsonConverter(typeof(WireText))]
    public string? Name { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? DockerRootDir { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Driver { get; init; }

    public List<List<string>>? DriverStatus { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? OperatingSystem { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? Architecture { get; init; }

    [JsonConverter(typeof(WireText))]
    public string? KernelVersion { get; init; }

    public string? SystemTime { get; init; }

    public int Images { get; init; }

    public int Containers { get; init; }

    public int ContainersRunning { get; init; }

    public int ContainersPaused { get; init; }

    public bool LiveRestoreEnabled { get; init; }

    public WireSwarm? Swarm { get; init; }
}

/// <summary>The engine's part in a swarm, in <c>GET /info</c>.</summary>
internal sealed record WireSwarm
{
    [JsonConverter(typeof(WireText))]
    public string? LocalNodeState { get; init; }

    public bool ControlAvailable { get; init; }
}
