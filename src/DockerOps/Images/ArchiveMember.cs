namespace DockerOps.Images;

/// <summary>What a member of an archive is.</summary>
internal enum ArchiveMemberKind
{
    File,
    Folder,
    SymbolicLink,
    HardLink,
    Other,
}

/// <summary>One member of an archive: what its header says, and what was learned from its bytes.</summary>
internal sealed record ArchiveMember(string Name, ArchiveMemberKind Kind, long Size, string? LinkTarget = null)
{
    /// <summary>The bytes, kept when they look like a JSON document of a sensible size.</summary>
    public byte[]? Json { get; init; }

    /// <summary>The digest of the bytes as they lie in the archive; null when nobody hashed them.</summary>
    public string? Digest { get; init; }

    /// <summary>The digest of the bytes after gunzip; equal to <see cref="Digest"/> for what is not packed; null when
    /// nobody hashed them or the packing is not gzip.</summary>
    public string? UnpackedDigest { get; init; }
}
