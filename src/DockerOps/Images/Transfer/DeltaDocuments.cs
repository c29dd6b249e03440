using System.Buffers;
using System.Text.Json;
using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>
/// The documents of an archive that need not hold every layer it lists: an OCI layout and a manifest.json beside it, each layer
/// as <c>blobs/sha256/DIFFID</c>, unpacked. It is the one form that graph drivers, containerd's store and podman all complete
/// with the layers they have. A layer that is left out is absent: a placeholder would become an empty layer.
/// </summary>
internal static class DeltaDocuments
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>The annotation of index.json that lists the layers an archive leaves out, separated by spaces.</summary>
    public const string Needs = "org.dockerops.needs";

    /// <summary>The member that holds what a digest names.</summary>
    public static string Blob(string digest) => "blobs/sha256/" + LayerChain.Hex(digest);

    /// <summary>Writes the documents behind the layers.</summary>
    /// <param name="tar">The archive.</param>
    /// <param name="entries">The images.</param>
    /// <param name="sizes">The sizes of layers by diff id; 0 stands for what is not known.</param>
    /// <param name="needs">The layers that are left out, where the archive shall tell.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static async Task WriteAsync(
        TarOutput tar, IReadOnlyList<ArchiveEntry> entries, IReadOnlyDictionary<string, long> sizes, IReadOnlyList<string> needs, CancellationToken cancellation)
    {
        var manifests = entries.Select(entry => Manifest(entry, sizes)).ToList();
        foreach (var blob in entries.Select(entry => entry.Config).Concat(manifests).DistinctBy(blob => LayerChain.Digest(blob)))
            await tar.AddAsync(Blob(LayerChain.Digest(blob)), blob, cancellation).ConfigureAwait(false);
        await tar.AddAsync("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray(), cancellation).ConfigureAwait(false);
        await tar.AddAsync("index.json", Index(entries, manifests, needs), cancellation).ConfigureAwait(false);
        await tar.AddAsync("manifest.json", DockerManifest(entries), cancellation).ConfigureAwait(false);
        await tar.FinishAsync(cancellation).ConfigureAwait(false);
    }

    private static byte[] Manifest(ArchiveEntry entry, IReadOnlyDictionary<string, long> sizes) => Json(writer =>
    {
        writer.WriteNumber("schemaVersion", 2);
        writer.WriteString("mediaType", ManifestType);
        writer.WriteStartObject("config");
        Descriptor(writer, "application/vnd.oci.image.config.v1+json", LayerChain.Digest(entry.Config), entry.Config.Length);
        writer.WriteEndObject();
        writer.WriteStartArray("layers");
        foreach (var diffId in entry.DiffIds)
        {
            writer.WriteStartObject();
            Descriptor(writer, "application/vnd.oci.image.layer.v1.tar", diffId, sizes.GetValueOrDefault(diffId));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static byte[] Index(IReadOnlyList<ArchiveEntry> entries, List<byte[]> manifests, IReadOnlyList<string> needs) => Json(writer =>
    {
        writer.WriteNumber("schemaVersion", 2);
        writer.WriteString("mediaType", "application/vnd.oci.image.index.v1+json");
        writer.WriteStartArray("manifests");
        foreach (var (entry, manifest) in entries.Zip(manifests))
        {
            writer.WriteStartObject();
            Descriptor(writer, ManifestType, LayerChain.Digest(manifest), manifest.Length);
            if (entry.Reference is { } reference)
            {
                writer.WriteStartObject("annotations");
                writer.WriteString("io.containerd.image.name", reference.FullName);
                writer.WriteString("org.opencontainers.image.ref.name", reference.Tag);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (needs.Count == 0) return;
        writer.WriteStartObject("annotations");
        writer.WriteString(Needs, string.Join(' ', needs));
        writer.WriteEndObject();
    });

    private static byte[] DockerManifest(IReadOnlyList<ArchiveEntry> entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var entry in entries)
            {
                writer.WriteStartObject();
                writer.WriteString("Config", Blob(LayerChain.Digest(entry.Config)));
                writer.WriteStartArray("RepoTags");
                if (entry.Reference is { } reference) writer.WriteStringValue(reference.ToString());
                writer.WriteEndArray();
                writer.WriteStartArray("Layers");
                foreach (var diffId in entry.DiffIds) writer.WriteStringValue(Blob(diffId));
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Descriptor(Utf8JsonWriter writer, string type, string digest, long size)
    {
        writer.WriteString("mediaType", type);
        writer.WriteString("digest", digest);
        writer.WriteNumber("size", size);
    }

    private static byte[] Json(Action<Utf8JsonWriter> fill)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            fill(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
