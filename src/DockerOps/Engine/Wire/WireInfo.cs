namespace DockerOps.Engine.Wire;

/// <summary>The parts of <c>GET /info</c> that are used.</summary>
internal sealed record WireInfo
{
    public string? DockerRootDir { get; init; }

    public string? Driver { get; init; }

    public List<List<string>>? DriverStatus { get; init; }

    public string? OperatingSystem { get; init; }

    public string? Architecture { get; init; }

    public string? KernelVersion { get; init; }
}
