using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DockerOps.Images;

/// <summary>The images of an archive, put together from their configurations and the layers a manifest lists.</summary>
internal sealed class ArchiveImages(ArchiveCatalogue catalogue, ArchiveReport report)
{
    private readonly List<ArchivedImage> images = [];

    public IReadOnlyList<ArchivedImage> Images => images;

    /// <summary>The diff ids that the archive says it leaves out.</summary>
    public IReadOnlySet<string> Needed { get; set; } = new HashSet<string>();

    /// <summary>Adds one image, or more names to one that is known. Everything that is wrong with it goes into the
    /// report; an image with layers missing is listed all the same.</summary>
    /// <param name="from">The document that names it, for messages.</param>
    /// <param name="configPath">The member that holds the configuration.</param>
    /// <param name="layers">The members that hold the layers, lowest first.</param>
    /// <param name="optional">Layers that may be absent, as those a registry may not pass on.</param>
    /// <param name="names">What it is known by.</param>
    public void Add(string from, string configPath, IReadOnlyList<string> layers, IReadOnlySet<string> optional, ArchiveNames names)
    {
        if (Document(from, configPath, ArchiveJson.Default.ArchiveConfig) is not { } config) return;
        var diffIds = config.RootFs?.DiffIds?.OfType<string>().ToList() ?? [];
        if (diffIds.Count != layers.Count)
            Unreadable(configPath, $"{from} lists {layers.Count} layers for '{ArchiveText.Shown(configPath)}', which has {diffIds.Count}");
        if (diffIds.Any(diffId => ArchivePath.OfDigest(diffId) is null))
            Unreadable(configPath, $"'{ArchiveText.Shown(configPath)}' has a diff id that is no digest");
        var sizes = layers.Select((layer, i) => CheckLayer(from, layer, diffIds.ElementAtOrDefault(i), optional.Contains(layer))).ToList();
        var id = ArchiveCatalogue.DigestOf(catalogue.Find(configPath)?.Json)!;
        var known = images.FindIndex(image => image.Id == id);
        if (known >= 0)
        {
            images[known] = images[known] with
            {
                References = images[known].References.Union(names.References).ToList(),
                ManifestDigests = images[known].ManifestDigests.Union(names.Digests).ToList(),
            };
            return;
        }

        images.Add(new ArchivedImage
        {
            Id = id,
            References = names.References.Distinct().ToList(),
            ManifestDigests = names.Digests,
            DiffIds = diffIds,
            Layers = layers,
            LayerSizes = sizes,
            NeededLayers = layers.Zip(diffIds).Where(layer => IsLeftOut(layer.First, layer.Second)).Select(layer => layer.Second).Distinct().ToList(),
            Created = Time(config.Created),
            Architecture = config.Architecture ?? "",
            Os = config.Os ?? "",
            Labels = config.Config?.Labels ?? new Dictionary<string, string>(),
        });
    }

    /// <summary>Reads a document; null, with a finding, when it is missing or cannot be read.</summary>
    public T? Document<T>(string from, string path, JsonTypeInfo<T> type)
        where T : class
    {
        if (catalogue.Find(path) is not { } member)
        {
            Missing(from, path);
            return null;
        }

        try
        {
            if (member.Json is not null && JsonSerializer.Deserialize(member.Json, type) is { } document) return document;
            Unreadable(path, $"'{ArchiveText.Shown(path)}' is not a JSON document, or is too large for one");
        }
        catch (JsonException)
        {
            Unreadable(path, $"'{ArchiveText.Shown(path)}' is not the JSON document that {from} says it is");
        }

        return null;
    }

    public void Missing(string from, string path) => report.Error(ArchiveFindingKind.MissingBlob, path,
        $"'{ArchiveText.Shown(path)}', which {from} names, is not in the archive");

    public void Unreadable(string member, string message) => report.Error(ArchiveFindingKind.UnreadableManifest, member, message);

    private long CheckLayer(string from, string layer, string? diffId, bool isOptional)
    {
        if (catalogue.Find(layer) is not { } member)
        {
            if (IsLeftOut(layer, diffId)) report.Warn(ArchiveFindingKind.NeededLayer, layer, $"the layer {ArchiveText.Shown(diffId)} is left out; the engine that loads this delta must have it");
            else if (isOptional) report.Warn(ArchiveFindingKind.MissingBlob, layer, $"the layer '{ArchiveText.Shown(layer)}' is not carried and must be fetched from its own place");
            else Missing(from, layer);
            return 0;
        }

        if (member.UnpackedDigest is { } actual && diffId is not null && actual != diffId)
        {
            report.Error(ArchiveFindingKind.DigestMismatch, layer,
                $"the layer '{ArchiveText.Shown(layer)}' is damaged or was changed: it unpacks to {actual} and should to {ArchiveText.Shown(diffId)}");
        }
        else if (member.Digest is not null && member.UnpackedDigest is null)
        {
            report.Warn(ArchiveFindingKind.Unverified, layer,
                $"the layer '{ArchiveText.Shown(layer)}' is not packed with gzip, so its diff id could not be checked");
        }

        return member.Size;
    }

    private bool IsLeftOut(string layer, string? diffId) =>
        diffId is not null && Needed.Contains(diffId) && catalogue.Find(layer) is null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;
}
