namespace DockerOps;

/// <summary>What can be wrong with a package repository.</summary>
public enum RepositoryFindingKind
{
    /// <summary>A file of the metadata is missing, or is not the one that <c>repomd.xml</c> names.</summary>
    DamagedMetadata,

    /// <summary>A package is in the metadata and not on the disk.</summary>
    MissingPackage,

    /// <summary>A package is on the disk and not in the metadata.</summary>
    UnlistedPackage,

    /// <summary>A package's size or checksum is another than the metadata gives.</summary>
    ChangedPackage,

    /// <summary>A package cannot be read, or is not what it says itself.</summary>
    DamagedPackage,

    /// <summary>Two packages have one name, version, release and architecture.</summary>
    DuplicatePackage,

    /// <summary>The repository is signed and a package is not.</summary>
    UnsignedPackage,

    /// <summary>A package's signature is bad, or made with another key than the repository's.</summary>
    BadPackageSignature,

    /// <summary>Nothing is signed.</summary>
    UnsignedRepository,

    /// <summary>The signature of <c>repomd.xml</c> is bad, its key is missing, or it is not the key that was expected.</summary>
    BadMetadataSignature,

    /// <summary>dnf does not take the repository.</summary>
    RefusedByClient,

    /// <summary>A package needs something that neither the repository nor those below it have.</summary>
    UnresolvedDependency,

    /// <summary>Something could not be looked at here.</summary>
    NotChecked,
}
