using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>The body of <c>POST /containers/create</c>. What is null is left to the image or the engine.</summary>
internal sealed record WireNewContainer
{
    public required string Image { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public bool? OpenStdin { get; init; }

    public bool? StdinOnce { get; init; }

    public string? User { get; init; }

    public string? WorkingDir { get; init; }

    public string? Hostname { get; init; }

    /// <summary>Paths of new volumes without a name, each with an empty object.</summary>
    public Dictionary<string, WireNothing>? Volumes { get; init; }

    public required WireHostConfig HostConfig { get; init; }
}

/// <summary>The part of a new container that is the host's business.</summary>
internal sealed record WireHostConfig
{
    public IReadOnlyList<string>? Binds { get; init; }

    public IReadOnlyList<string>? Dns { get; init; }

    public WireLogConfig? LogConfig { get; init; }

    public string? NetworkMode { get; init; }
}

/// <summary>Where a container's output is written.</summary>
internal sealed record WireLogConfig(string Type, IReadOnlyDictionary<string, string> Config);

/// <summary>An empty object.</summary>
internal sealed record WireNothing;

/// <summary>The answer to <c>POST /containers/create</c>.</summary>
internal sealed record WireCreated
{
    [JsonConverter(typeof(WireName))]
    public required string Id { get; init; }

    public List<string>? Warnings { get; init; }
}

/// <summary>The answer to <c>POST /containers/NAME/wait</c>.</summary>
internal sealed record WireEnd
{
    /// <summary>On Windows up to 0xFFFFFFFF.</summary>
    public long StatusCode { get; init; }

    /// <summary>The exit code as a process of this machine would have it: 0xC000013A is negative.</summary>
    [JsonIgnore]
    public int Code => unchecked((int)StatusCode);
}
