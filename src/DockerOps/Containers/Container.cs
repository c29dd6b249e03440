namespace DockerOps;

/// <summary>A container of an engine, as it was when the engine was asked.</summary>
public sealed record Container
{
    /// <summary>The host whose engine has it.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>Its name, without the slash that the engine puts before it.</summary>
    public required string Name { get; init; }

    /// <summary>Its id: 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The image as it was named when the container was made; its id where that name now means another image.</summary>
    public required string Image { get; init; }

    /// <summary>The id of that image.</summary>
    public required string ImageId { get; init; }

    /// <summary>What it runs, in one line, as the engine shows it.</summary>
    public required string Command { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Whether it runs.</summary>
    public required ContainerState State { get; init; }

    /// <summary>The state in the engine's words: <c>Up 3 minutes</c>, <c>Exited (0) 2 hours ago</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How its command ended last; null while it has not.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Its ports, published or not.</summary>
    public required IReadOnlyList<ContainerPort> Ports { get; init; }

    /// <summary>Its labels, the image's included.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The volumes and folders in it.</summary>
    public required IReadOnlyList<ContainerMount> Mounts { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
