namespace DockerOps;

/// <summary>What is known of a host besides its engine.</summary>
public sealed record HostFacts
{
    /// <summary>The distribution's id: <c>debian</c>, <c>fedora</c>, <c>centos</c>, <c>sme</c>, <c>boot2docker</c>.</summary>
    public required string Distribution { get; init; }

    /// <summary>The distribution's version: <c>12</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The processor's architecture in Docker's spelling: <c>amd64</c>, <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The kernel's release.</summary>
    public string? Kernel { get; init; }

    /// <summary>What starts services.</summary>
    public InitSystem InitSystem { get; init; }

    /// <summary>
    /// The distribution's own package manager: <c>dnf</c>, <c>yum</c>, <c>apt</c>, <c>zypper</c>, <c>apk</c>, <c>tce</c>; of a distribution
    /// that is not known the first of these that is there, null when there is none.
    /// </summary>
    public string? PackageManager { get; init; }

    /// <summary><c>dnf</c> or <c>yum</c> where one of them is there, be it another distribution's; null when there is none.</summary>
    internal string? Yum { get; init; }

    /// <summary>What the user may do.</summary>
    public Privilege Privilege { get; init; }

    /// <summary>The user commands run as.</summary>
    public string? User { get; init; }

    /// <summary>The engine's data root; while no engine answers, the one that boot2docker keeps on its disk, else null.</summary>
    public string? DataRoot { get; init; }

    /// <summary>
    /// The file of shell variables that the engine's service reads its options from: <c>/var/lib/boot2docker/profile</c>
    /// (there or not), <c>/etc/sysconfig/docker</c>, <c>/etc/default/docker</c>; null when there is none.
    /// </summary>
    public string? EngineProfile { get; init; }

    /// <summary>Free bytes where <see cref="DataRoot"/> is (else on <c>/</c>); null when unknown.</summary>
    public long? FreeSpace { get; init; }

    /// <summary>The system and its processor: <c>debian 12 amd64</c>.</summary>
    public override string ToString() => string.Join(' ', new[] { Distribution, Version, Architecture }.Where(word => word.Length > 0));
}
