namespace DockerOps;

/// <summary>What is wrong with an image archive.</summary>
public enum ArchiveFindingKind
{
    /// <summary>Not an image archive at all: no tar, or a tar without the files that make it one.</summary>
    NotAnArchive,

    /// <summary>The file ends too early.</summary>
    Truncated,

    /// <summary>The frame around the members is damaged: a tar header, or the gzip stream.</summary>
    DamagedFrame,

    /// <summary>A name or a link that leads out of the archive, or a member that is neither file, folder nor link.</summary>
    UnsafePath,

    /// <summary>Two members bear one name; engines disagree on which of them counts.</summary>
    DuplicateMember,

    /// <summary>A file that the manifest names is not there.</summary>
    MissingBlob,

    /// <summary>A file does not have the size its descriptor gives.</summary>
    SizeMismatch,

    /// <summary>A file does not have the digest that names it.</summary>
    DigestMismatch,

    /// <summary>A manifest, index or configuration that cannot be read, or that contradicts itself.</summary>
    UnreadableManifest,

    /// <summary>More members, text or nesting than any real archive has.</summary>
    TooLarge,

    /// <summary>Something that could not be checked, as a layer packed with zstd.</summary>
    Unverified,

    /// <summary>A layer that a delta archive leaves out on purpose.</summary>
    NeededLayer,
}
