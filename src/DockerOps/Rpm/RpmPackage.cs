namespace DockerOps;

/// <summary>
/// An RPM package file of this machine. Packages sort by name, then by RPM's own order of versions, then by architecture.
/// </summary>
public sealed record RpmPackage : IComparable<RpmPackage>, IComparable
{
    /// <summary>The architecture that a source package is given in place of the one it was built on.</summary>
    public const string SourceArchitecture = "src";

    /// <summary>The package's name.</summary>
    public required string Name { get; init; }

    /// <summary>The epoch; 0 when the package has none.</summary>
    public int Epoch { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>The release.</summary>
    public required string Release { get; init; }

    /// <summary>The architecture in RPM's spelling: <c>x86_64</c>, <c>noarch</c>; <c>src</c> for a source package.</summary>
    public required string Architecture { get; init; }

    /// <summary>Whether it is a source package.</summary>
    public bool IsSource => Architecture == SourceArchitecture;

    /// <summary>One line that says what it is; null when the package does not.</summary>
    public string? Summary { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>What its files take when they are installed, in bytes; null when the package does not say.</summary>
    public long? InstalledSize { get; init; }

    /// <summary>When it was built, UTC; null when the package does not say.</summary>
    public DateTimeOffset? BuildTime { get; init; }

    /// <summary>The SHA-256 of the file, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>
    /// The SHA-256 of the package's main header, which holds the digests of its content. Signing changes the file and not
    /// this: two packages with the same value are the same package.
    /// </summary>
    public required string HeaderSha256 { get; init; }

    /// <summary>
    /// The key that the package says it was signed with, as gpg writes it: a fingerprint, or the last 16 digits of one; null
    /// when it is not signed. Whether the signature is good is a question for <c>rpmkeys</c> and a repository's test.
    /// </summary>
    public string? Signer { get; init; }

    /// <summary>The file, a full path.</summary>
    public required string Path { get; init; }

    /// <summary>Epoch, version and release.</summary>
    public RpmVersion FullVersion => new(Epoch, Version, Release);

    /// <summary>Name, epoch unless it is 0, version, release and architecture: <c>docker-engine-1.12.1-1.x86_64</c>.</summary>
    public string Nevra => $"{Name}-{FullVersion}.{Architecture}";

    /// <summary>The name such a file has by custom: <see cref="Nevra"/> without the epoch, and <c>.rpm</c>.</summary>
    public string FileName => $"{Name}-{Version}-{Release}.{Architecture}.rpm";

    /// <summary>The package's <see cref="Nevra"/>.</summary>
    public override string ToString() => Nevra;

    /// <summary>By name, then version, then architecture.</summary>
    public int CompareTo(RpmPackage? other)
    {
        if (other is null) return 1;
        var order = string.CompareOrdinal(Name, other.Name);
        if (order == 0) order = FullVersion.CompareTo(other.FullVersion);
        return order == 0 ? string.CompareOrdinal(Architecture, other.Architecture) : order;
    }

    int IComparable.CompareTo(object? obj) => CompareTo(obj as RpmPackage);
}
