namespace DockerOps;

/// <summary>The file system of a container, as a tar on this machine.</summary>
public sealed record ContainerArchive
{
    /// <summary>The host whose engine has the container.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The container, as it was named.</summary>
    public required string Container { get; init; }

    /// <summary>The file, a full path.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is packed with gzip.</summary>
    public required bool IsCompressed { get; init; }

    /// <summary>The number of files, folders, links and devices in it.</summary>
    public required int Members { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the file in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
