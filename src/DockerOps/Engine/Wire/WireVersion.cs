namespace DockerOps.Engine.Wire;

/// <summary>The answer to <c>GET /version</c>.</summary>
internal sealed record WireVersion
{
    public string? Version { get; init; }

    public string? ApiVersion { get; init; }

    public string? MinAPIVersion { get; init; }

    public string? Os { get; init; }

    public string? Arch { get; init; }

    public string? KernelVersion { get; init; }

    public List<WireComponent>? Components { get; init; }
}

/// <summary>A program of the engine in <c>GET /version</c>, from API 1.35 on.</summary>
internal sealed record WireComponent
{
    public string? Name { get; init; }

    public string? Version { get; init; }
}
