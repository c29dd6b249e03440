namespace DockerOps;

/// <summary>A file or folder that was copied into a container or out of one.</summary>
public sealed record CopiedItem
{
    /// <summary>The host whose engine has the container.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The container, as it was named.</summary>
    public required string Container { get; init; }

    /// <summary>The file or folder on this machine, a full path.</summary>
    public required string Path { get; init; }

    /// <summary>The file or folder in the container.</summary>
    public required string ContainerPath { get; init; }

    /// <summary>Whether it was copied from the container to this machine.</summary>
    public required bool FromContainer { get; init; }

    /// <summary>The number of files.</summary>
    public required int Files { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long Size { get; init; }

    /// <summary>What was not copied, and why: devices, sockets, links that lead out of the folder.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }
}
