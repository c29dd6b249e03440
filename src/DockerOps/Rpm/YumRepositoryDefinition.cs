
namespace DockerOps;

/// <summary>
/// A package repository as yum.conf(5) and dnf.conf(5) describe it. <c>$releasever</c>, <c>$basearch</c> and other variables
/// stay as they are written: the host puts in its own values.
/// </summary>
public sealed record YumRepositoryDefinition
{
    /// <summary>The section's name, by which commands call it: letters, digits and <c>- _ . :</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name for people (<c>name</c>); null when none is given.</summary>
    public string? Name { get; init; }

    /// <summary>Where its <c>repodata</c> folder is: http, https, ftp or file addresses, tried in order.</summary>
    public IReadOnlyList<string> BaseUrl { get; init; } = [];

    /// <summary>The address of a list of mirrors; null when there is none.</summary>
    public string? MirrorList { get; init; }

    /// <summary>The address of a metalink file; null when there is none.</summary>
    public string? MetaLink { get; init; }

    /// <summary>Whether commands use it without being told to.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether signatures of packages are checked; null leaves it to the host's <c>[main]</c> section.</summary>
    public bool? GpgCheck { get; init; } = true;

    /// <summary>The addresses of the public keys it signs with.</summary>
    public IReadOnlyList<string> GpgKey { get; init; } = [];

    /// <summary>Packages that are never taken from it; patterns with <c>*</c>.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The only packages that are taken from it; all when empty.</summary>
    public IReadOnlyList<string> IncludePackages { get; init; } = [];

    /// <summary>Which of two repositories with the same package is preferred: the smaller; null is yum's 1000.</summary>
    public int? Cost { get; init; }

    /// <summary>Which repository hides others: the smaller; null is dnf's 99.</summary>
    public int? Priority { get; init; }

    /// <summary>Every other option, as it is spelled, in its order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; init; } = [];

    /// <summary>Its first address: of itself, of its metalink, of its mirrors.</summary>
    public string? Source => BaseUrl.Count > 0 ? BaseUrl[0] : MetaLink ?? MirrorList;

    /// <summary>What is wrong with it: errors first. Empty when yum and dnf can use it and packages are checked.</summary>
    public IReadOnlyList<YumFinding> Check() => YumRepositoryRules.Check(this);

    /// <summary>Throws when yum or dnf could not use it.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>, with the first error.</exception>
    public void ThrowIfInvalid()
    {
        if (Check().FirstOrDefault(finding => finding.IsError) is { } error)
            throw new DockerOpsException(FailureKind.InvalidInput, $"The repository '{Id}' cannot be used: {error.Message}", Id);
    }

    /// <summary>The section of a configuration file that says the same.</summary>
    public override string ToString() => YumConfiguration.Of([this]).ToString();
}
