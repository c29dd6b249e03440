namespace DockerOps;

/// <summary>An image in a backup.</summary>
public sealed record BackupImage
{
    /// <summary>Its id on the host it came from.</summary>
    public required string Id { get; init; }

    /// <summary>Its tags; none where only a container uses it.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The diff ids of its layers, which are the same in every image store (OCI image-spec, config.md).</summary>
    public required IReadOnlyList<string> Layers { get; init; }

    /// <summary>Bytes of all its layers.</summary>
    public required long Size { get; init; }

    /// <summary>Its tags, or its id.</summary>
    public override string ToString() => References.Count > 0 ? string.Join(", ", References) : Id;
}
