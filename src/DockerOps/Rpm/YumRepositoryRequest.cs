using DockerOps.Engine;

namespace DockerOps.Rpm;

/// <summary>A repository as somebody wants it: what comes in, what goes, who signs.</summary>
public sealed record YumRepositoryRequest
{
    /// <summary>The folder, a full path.</summary>
    public required string Path { get; init; }

    /// <summary>Its name: letters, digits and <c>- _ . :</c>. null keeps the one it has, or takes the folder's.</summary>
    public string? Name { get; init; }

    /// <summary>Whether there has to be such a repository already; else there must be none unless <see cref="Force"/> is given.</summary>
    public required bool Update { get; init; }

    /// <summary>Whether what is in the folder goes.</summary>
    public bool Force { get; init; }

    /// <summary>Packages that come in.</summary>
    public IReadOnlyList<RpmPackage> Packages { get; init; } = [];

    /// <summary>Which packages go: patterns of names or of whole NEVRAs, with <c>*</c> and <c>?</c>.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    /// <summary>The secret key to sign with, as gpg takes them; null keeps the key it was signed with, if any.</summary>
    public string? SigningKey { get; init; }

    /// <summary>The key's passphrase; null leaves it to gpg's agent.</summary>
    public string? Passphrase { get; init; }

    /// <summary>The address at which hosts will find it; null is its folder.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Repositories in which everything that its packages need has to be; empty when that is not asked.</summary>
    public IReadOnlyList<YumRepositoryDefinition> BaseRepositories { get; init; } = [];

    /// <summary>An image in a container of which createrepo_c runs, for machines without it; null runs this machine's.</summary>
    public string? BuilderImage { get; init; }

    /// <summary>The engine that has <see cref="BuilderImage"/>; needed with it, and with nothing else.</summary>
    public EngineClient? Engine { get; init; }

    /// <summary>Whether dnf is asked, as a host would ask, before the repository gets its name.</summary>
    public bool AskClient { get; init; }
}
