namespace DockerOps;

/// <summary>A repository that a host's yum or dnf knows.</summary>
public sealed record YumRepositoryRegistration
{
    /// <summary>What <see cref="Path"/> says of a repository that an SME server keeps in its configuration database.</summary>
    public const string Database = "e-smith database";

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The host.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The file on the host that defines it, or <see cref="Database"/>.</summary>
    public required string Path { get; init; }

    /// <summary>What it is.</summary>
    public required YumRepositoryDefinition Definition { get; init; }

    /// <summary>Whether commands on the host use it without being told to.</summary>
    public bool Enabled => Definition.Enabled;
}
