namespace DockerOps;

/// <summary>A file (or an OCI layout folder) that holds images.</summary>
public sealed record ImageArchive
{
    /// <summary>The full path.</summary>
    public required string Path { get; init; }

    /// <summary>The layout.</summary>
    public required ArchiveFormat Format { get; init; }

    /// <summary>Whether the whole archive is packed with gzip.</summary>
    public required bool IsCompressed { get; init; }

    /// <summary>The size on disk in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The images, in the order of the manifest.</summary>
    public required IReadOnlyList<ArchivedImage> Images { get; init; }

    /// <summary>The diff ids of the layers that it leaves out, as a delta archive does (Export-DockerImage -Since); empty for a whole one.</summary>
    public IReadOnlyList<string> NeededLayers => Images.SelectMany(image => image.NeededLayers).Distinct().ToList();

    /// <summary>Whether it leaves out layers that its destination must have.</summary>
    public bool IsDelta => Images.Any(image => image.NeededLayers.Count > 0);

    /// <summary>The SHA-256 of the whole file in lower-case hexadecimal digits, when something has computed it on the
    /// way; else null.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The host it was exported from; null for a file that was only read.</summary>
    public DockerHost? DockerHost { get; init; }

    /// <summary>The first name in the archive; the id of the first image when none has a name; empty when there is no
    /// image.</summary>
    public string Name =>
        Images.SelectMany(image => image.References).FirstOrDefault()?.ToString() ?? (Images.Count > 0 ? Images[0].Id : "");
}
