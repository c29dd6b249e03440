namespace DockerOps;

/// <summary>
/// An image of an engine under one of its names. An image with several tags appears once for each, as in
/// <c>docker images</c>, so that what is done with the object is done with that name.
/// </summary>
public sealed record Image
{
    /// <summary>The host whose engine has it.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The name to use it by: <c>sme-9:6.5</c>, or the id when it has no tag.</summary>
    public required string Name { get; init; }

    /// <summary>The part before the tag; null without a tag.</summary>
    public string? Repository { get; init; }

    /// <summary>The tag; null without one.</summary>
    public string? Tag { get; init; }

    /// <summary>The image id: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>When the image was made, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Bytes of all its layers.</summary>
    public required long Size { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>All its tags.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The digests it was pulled or pushed by.</summary>
    public required IReadOnlyList<string> Digests { get; init; }

    /// <summary>How it came about; only on an image that has just been made of packages.</summary>
    public BuildReport? Report { get; init; }

    /// <summary>Whether it has no tag.</summary>
    public bool IsDangling => References.Count == 0;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
