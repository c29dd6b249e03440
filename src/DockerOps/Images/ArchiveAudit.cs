namespace DockerOps;

/// <summary>The result of checking every file in an image archive against the digest that names it.</summary>
public sealed record ArchiveAudit
{
    /// <summary>The full path of the archive.</summary>
    public required string Path { get; init; }

    /// <summary>Whether no finding is an error: everything that the manifests name is there and has its digest.</summary>
    public bool IsValid => Findings.All(finding => finding.Severity != ArchiveFindingSeverity.Error);

    /// <summary>The layout; null when the file is no image archive.</summary>
    public required ArchiveFormat? Format { get; init; }

    /// <summary>The images whose manifest and configuration could be read.</summary>
    public required IReadOnlyList<ArchivedImage> Images { get; init; }

    /// <summary>What was found, errors and warnings.</summary>
    public required IReadOnlyList<ArchiveFinding> Findings { get; init; }

    /// <summary>How many bytes were read and hashed.</summary>
    public required long BytesHashed { get; init; }

    /// <summary>The SHA-256 of the whole file in lower-case hexadecimal digits, equal to what <c>sha256sum</c> prints;
    /// null for a folder.</summary>
    public required string? Sha256 { get; init; }
}
