namespace DockerOps;

/// <summary>A package in the rpm database of a root file system.</summary>
public sealed record InstalledPackage
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Epoch (where it is not 0), version and release: <c>1:5.47-136.el6</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Its architecture, as rpm names it.</summary>
    public required string Architecture { get; init; }

    /// <summary>Bytes of its files.</summary>
    public required long Size { get; init; }

    /// <summary>Name, version and architecture.</summary>
    public override string ToString() => $"{Name}-{Version}.{Architecture}";
}
