namespace DockerOps;

/// <summary>The result of looking at a package repository as a host would that installs from it.</summary>
public sealed record RepositoryAudit
{
    /// <summary>The repository's folder.</summary>
    public required string Path { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether no finding is an error.</summary>
    public bool IsValid => Findings.All(finding => !finding.IsError);

    /// <summary>How many packages its metadata lists.</summary>
    public required int PackageCount { get; init; }

    /// <summary>How many bytes were read and compared.</summary>
    public required long BytesHashed { get; init; }

    /// <summary>The fingerprint of the key that signed <c>repomd.xml</c>, when its signature is good; else null.</summary>
    public string? SigningKey { get; init; }

    /// <summary>Whether dnf was asked, and read the repository.</summary>
    public bool ClientAsked { get; init; }

    /// <summary>Whether everything its packages need was looked for.</summary>
    public bool DependenciesChecked { get; init; }

    /// <summary>What was found.</summary>
    public required IReadOnlyList<RepositoryFinding> Findings { get; init; }
}
