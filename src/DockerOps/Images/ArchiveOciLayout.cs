using DockerOps.Images.Transfer;

namespace DockerOps.Images;

/// <summary>Reads an OCI image layout (image-spec, image-layout.md): index.json, the indexes and manifests it names.</summary>
internal sealed class ArchiveOciLayout(ArchiveCatalogue catalogue, ArchiveReport report, ArchiveImages images)
{
    public const string Marker = "oci-layout";
    private const string Index = "index.json";

    // index.json, an index per image, its manifests: three in practice.
    private const int MaxDepth = 8;

    // Indexes may name each other many times over; the number of steps is what has to end.
    private const int MaxSteps = 100_000;

    private readonly Dictionary<string, ArchiveOciDocument?> documents = new(StringComparer.Ordinal);
    private int steps;

    /// <summary>The layers that a delta archive leaves out.</summary>
    public IReadOnlySet<string> Needed()
    {
        if (catalogue.Find(Index) is null || Load(Marker, Index)?.Annotations?.GetValueOrDefault(DeltaDocuments.Needs) is not { } needs)
            return new HashSet<string>();
        return needs.Split(' ').Where(LayerChain.IsDigest).ToHashSet(StringComparer.Ordinal);
    }

    public void Read()
    {
        if (images.Document(Marker, Index, ArchiveJson.Default.ArchiveOciDocument) is not { } index) return;
        if (index.Manifests is not { Count: > 0 }) images.Unreadable(Index, $"{Index} lists no manifest");
        foreach (var descriptor in index.Manifests ?? []) Follow(Index, descriptor, new ArchiveNames([], []), 1);
    }

    private void Follow(string from, ArchiveDescriptor? descriptor, ArchiveNames names, int depth)
    {
        if (IsAttestation(descriptor) || !CountStep(depth) || Blob(from, descriptor) is not { } path) return;
        if (Load(from, path) is not { } document) return;
        names = names.With(Name(descriptor!), descriptor!.Digest!);
        if (document.Manifests is { } children) FollowAll(path, children, names, depth);
        else AddImage(path, document, names);
    }

    // An engine that pulled one platform of several saves the index of all of them, and what it has of them.
    private void FollowAll(string from, IReadOnlyList<ArchiveDescriptor?> children, ArchiveNames names, int depth)
    {
        var carried = new List<ArchiveDescriptor?>();
        var absent = new List<ArchiveDescriptor?>();
        foreach (var child in children.Where(child => !IsAttestation(child)))
        {
            if (!CountStep(depth)) return;
            (IsCarried(from, child) ? carried : absent).Add(child);
        }

        foreach (var child in carried.Count > 0 ? carried : absent) Follow(from, child, names, depth + 1);
        if (carried.Count == 0) return;
        foreach (var child in absent)
        {
            report.Warn(ArchiveFindingKind.MissingBlob, child?.Digest,
                $"'{ArchiveText.Shown(child?.Digest)}', an image for another platform in '{from}', is not in the archive");
        }
    }

    private bool IsCarried(string from, ArchiveDescriptor? descriptor)
    {
        if (ArchivePath.OfDigest(descriptor?.Digest) is not { } path || catalogue.Find(path) is null) return false;
        // A document that cannot be read is an error of its own and not a platform left out.
        if (Load(from, path) is not { Config: { } config }) return true;
        return ArchivePath.OfDigest(config.Digest) is not { } blob || catalogue.Find(blob) is not null;
    }

    private void AddImage(string path, ArchiveOciDocument manifest, ArchiveNames names)
    {
        if (manifest.Config is null || manifest.Layers is null)
        {
            images.Unreadable(path, $"'{path}' is neither an index nor a manifest");
            return;
        }

        var config = Blob(path, manifest.Config);
        var layers = manifest.Layers.Select(layer => Blob(path, layer)).OfType<string>().ToList();
        // Blob has reported what is no digest.
        if (config is null || layers.Count != manifest.Layers.Count) return;
        if (manifest.Config.MediaType is "application/vnd.oci.image.config.v1+json" or "application/vnd.docker.container.image.v1+json")
        {
            var optional = layers.Where((_, i) => manifest.Layers[i]!.Urls is { Count: > 0 }).ToHashSet();
            images.Add(path, config, layers, optional, names);
        }
        else
        {
            // Something other than an image (a chart, a signature) lies in layouts too, and has to be whole.
            foreach (var blob in layers.Prepend(config).Where(blob => catalogue.Find(blob) is null)) images.Missing(path, blob);
        }
    }

    /// <summary>The path of what a descriptor names; null, with a finding, when it names nothing that can be a blob.</summary>
    private string? Blob(string from, ArchiveDescriptor? descriptor)
    {
        if (ArchivePath.OfDigest(descriptor?.Digest) is not { } path)
        {
            images.Unreadable(from, $"'{from}' has an entry without a valid digest");
            return null;
        }

        if (catalogue.Find(path) is { } member && descriptor!.Size is { } size && size != member.Size)
            report.Error(ArchiveFindingKind.SizeMismatch, path, $"'{path}' has {member.Size} bytes and should have {size}");
        return path;
    }

    private ArchiveOciDocument? Load(string from, string path)
    {
        if (!documents.TryGetValue(path, out var document))
            documents[path] = document = images.Document(from, path, ArchiveJson.Default.ArchiveOciDocument);
        return document;
    }

    private bool CountStep(int depth)
    {
        if (depth <= MaxDepth && ++steps <= MaxSteps) return true;
        report.Error(ArchiveFindingKind.TooLarge, Index, "the indexes are nested deeper, or name more, than any real archive's");
        return false;
    }

    /// <summary>The image's name: containerd's annotation is a whole one; OCI's may be a bare tag, which names nothing.</summary>
    private ImageReference? Name(ArchiveDescriptor descriptor)
    {
        var text = descriptor.Annotation("io.containerd.image.name") ?? descriptor.Annotation("org.opencontainers.image.ref.name");
        if (text is null || text.AsSpan().IndexOfAny(':', '/') < 0) return null;
        if (ImageReference.TryParse(text, out var reference)) return reference;
        report.Warn(ArchiveFindingKind.UnreadableManifest, Index, $"'{ArchiveText.Shown(text)}' is no image name and is passed over");
        return null;
    }

    // BuildKit stores provenance beside the images, in manifests that look like one.
    private static bool IsAttestation(ArchiveDescriptor? descriptor) => descriptor?.Annotation("vnd.docker.reference.type") is not null;
}
