namespace DockerOps;

/// <summary>One file of a backup.</summary>
public sealed record BackupFile
{
    /// <summary>What it is part of.</summary>
    public required BackupPart Part { get; init; }

    /// <summary>The volume or container it holds; else a word for all: <c>images</c>, <c>networks</c>, <c>configuration</c>, <c>engine</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its path below the backup's folder, with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Files, folders and links in a tar; 1 for what is none.</summary>
    public required int Members { get; init; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
