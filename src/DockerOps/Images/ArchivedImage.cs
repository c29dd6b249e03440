namespace DockerOps;

/// <summary>One image in an archive, as its own configuration describes it.</summary>
public sealed record ArchivedImage
{
    /// <summary>The digest of the configuration, <c>sha256:…</c>, computed from its bytes: the image id on an engine
    /// with a graph driver.</summary>
    public required string Id { get; init; }

    /// <summary>The digests of its OCI manifest and of the indexes that lead there, <c>sha256:…</c>; empty in an archive
    /// that is no OCI layout. One of them is the image id on an engine with a containerd image store.</summary>
    public IReadOnlyList<string> ManifestDigests { get; init; } = [];

    /// <summary>The names under which the archive holds it; empty for an image saved by its id.</summary>
    public required IReadOnlyList<ImageReference> References { get; init; }

    /// <summary>The digests of the unpacked layers, lowest first (<c>rootfs.diff_ids</c> of the configuration).</summary>
    public required IReadOnlyList<string> DiffIds { get; init; }

    /// <summary>The members that hold the layers, lowest first, as the manifest names them.</summary>
    public required IReadOnlyList<string> Layers { get; init; }

    /// <summary>The size of each layer's member in bytes, in the order of <see cref="Layers"/>; packed layers count as
    /// packed.</summary>
    public required IReadOnlyList<long> LayerSizes { get; init; }

    /// <summary>The diff ids of the layers that a delta archive leaves out; the engine it is imported into must have them.</summary>
    public IReadOnlyList<string> NeededLayers { get; init; } = [];

    /// <summary>When the image was made; null when the configuration does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The processor in Go's words (<c>amd64</c>, <c>arm64</c>); empty when the configuration does not say.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The operating system (<c>linux</c>); empty when the configuration does not say.</summary>
    public string Os { get; init; } = "";

    /// <summary>The labels of the configuration.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Its names, or its id when it has none.</summary>
    public override string ToString() => References.Count > 0 ? string.Join(", ", References) : Id;
}
