namespace DockerOps;

/// <summary>A host as the cmdlets show it: the host itself, whether it is open, and its facts where they were asked for.</summary>
public sealed record HostInfo
{
    /// <summary>The host.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The Docker context that names it; null when none does.</summary>
    public string? Context { get; init; }

    /// <summary>Whether it is the one that cmdlets use when no host is named.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether a connection to it is open.</summary>
    public bool IsOpen { get; init; }

    /// <summary>How its engine is reached, in words; null while it is not open.</summary>
    public string? Way { get; init; }

    /// <summary>What is known of it; null when it was not asked.</summary>
    public HostFacts? Facts { get; init; }

    /// <inheritdoc cref="HostFacts.Distribution"/>
    public string? Distribution => Facts?.Distribution;

    /// <inheritdoc cref="HostFacts.Version"/>
    public string? Version => Facts?.Version;

    /// <inheritdoc cref="HostFacts.Architecture"/>
    public string? Architecture => Facts?.Architecture;

    /// <inheritdoc cref="HostFacts.Kernel"/>
    public string? Kernel => Facts?.Kernel;

    /// <inheritdoc cref="HostFacts.InitSystem"/>
    public InitSystem? InitSystem => Facts?.InitSystem;

    /// <inheritdoc cref="HostFacts.PackageManager"/>
    public string? PackageManager => Facts?.PackageManager;

    /// <inheritdoc cref="HostFacts.Privilege"/>
    public Privilege? Privilege => Facts?.Privilege;

    /// <inheritdoc cref="HostFacts.User"/>
    public string? User => Facts?.User;

    /// <inheritdoc cref="HostFacts.DataRoot"/>
    public string? DataRoot => Facts?.DataRoot;

    /// <inheritdoc cref="HostFacts.FreeSpace"/>
    public long? FreeSpace => Facts?.FreeSpace;

    /// <summary>Lets it stand wherever a host is wanted.</summary>
    public static implicit operator DockerHost(HostInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return info.DockerHost;
    }

    /// <summary>The host itself.</summary>
    public DockerHost ToDockerHost() => DockerHost;

    /// <summary>The host's address.</summary>
    public override string ToString() => DockerHost.Address;
}
