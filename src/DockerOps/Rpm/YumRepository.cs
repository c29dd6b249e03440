namespace DockerOps;

/// <summary>A package repository that this machine has made, in a folder here or published on a host.</summary>
public sealed record YumRepository
{
    /// <summary>Its name, by which yum and dnf call it.</summary>
    public required string Name { get; init; }

    /// <summary>The folder on this machine that holds its packages and <c>repodata</c>, a full path.</summary>
    public required string Path { get; init; }

    /// <summary>The address at which hosts find it: its folder until it is published elsewhere.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The packages that its metadata lists.</summary>
    public required int PackageCount { get; init; }

    /// <summary>The size of these packages in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>What <c>repomd.xml</c> gives as its revision: seconds since 1970 when it was made, unless somebody chose another.</summary>
    public string? Revision { get; init; }

    /// <summary>The fingerprint of the key that packages and metadata are signed with; null when they are not.</summary>
    public string? SigningKey { get; init; }

    /// <summary>The public half of the key, as text; null when nothing is signed.</summary>
    public string? PublicKey { get; init; }

    /// <summary>The host it was published on; null while it is only here.</summary>
    public DockerHost? DockerHost { get; init; }

    /// <summary>The folder on <see cref="DockerHost"/>; null while it is only here.</summary>
    public string? HostPath { get; init; }

    /// <summary>What a host needs to know to use it, with signatures of packages and metadata checked when they are signed.</summary>
    public YumRepositoryDefinition Definition => Define(Name, BaseUrl, isSigned: SigningKey is not null);

    internal static YumRepositoryDefinition Define(string name, string baseUrl, bool isSigned) => new()
    {
        Id = name,
        Name = name,
        BaseUrl = [baseUrl],
        GpgCheck = isSigned,
        GpgKey = isSigned ? [$"{baseUrl.TrimEnd('/')}/repodata/repomd.xml.key"] : [],
        Options = isSigned ? [new("repo_gpgcheck", "1")] : [],
    };
}
