using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Image archives in the layouts that engines write, small, and open to every kind of damage.</summary>
internal sealed class ArchiveBuilder
{
    public const string Created = "2024-05-06T07:08:09.123456789Z";

    private readonly List<(string Name, TarEntryType Type, byte[] Data, string Link)> entries = [];

    public required IReadOnlyList<byte[]> Layers { get; init; }

    public required byte[] Config { get; set; }

    /// <summary>The descriptor of the OCI manifest, where there is one.</summary>
    public JsonObject? Manifest { get; private set; }

    public string Id => Digest(Config);

    public static string Hex(byte[] data) => Convert.ToHexString(SHA256.HashData(data)).ToLowerInvariant();

    public static string Digest(byte[] data) => "sha256:" + Hex(data);

    public static string Blob(byte[] data) => "blobs/sha256/" + Hex(data);

    public static byte[] Gzip(byte[] data)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(data);
        return packed.ToArray();
    }

    /// <summary>Engines 1.10 to 24: a folder per layer; the second and third layer are equal, so one is a link.</summary>
    public static ArchiveBuilder Docker20(params string[] names)
    {
        var archive = Image([700, 1300, 1300], equal: true);
        var folders = archive.Layers.Select((layer, i) => Hex([.. layer, (byte)i])).ToList();
        for (var i = 0; i < folders.Count; i++)
        {
            archive.Add(folders[i] + "/", TarEntryType.Directory);
            archive.Add($"{folders[i]}/VERSION", "1.0"u8.ToArray());
            archive.Add($"{folders[i]}/json", Encoding.UTF8.GetBytes($$"""{"id":"{{folders[i]}}"}"""));
            if (i < 2) archive.Add($"{folders[i]}/layer.tar", archive.Layers[i]);
            else archive.Add($"{folders[i]}/layer.tar", TarEntryType.SymbolicLink, $"../{folders[1]}/layer.tar");
        }

        var config = Hex(archive.Config) + ".json";
        archive.Add(config, archive.Config);
        archive.AddManifest(config, folders.Select(folder => folder + "/layer.tar"), names);
        archive.Add("repositories", "{}"u8.ToArray());
        return archive;
    }

    /// <summary>Engines from 25 on: an OCI layout and manifest.json in one.</summary>
    public static ArchiveBuilder Docker28(params string[] names)
    {
        var archive = Oci(gzip: false, names);
        archive.AddManifest(Blob(archive.Config), archive.Layers.Select(Blob), names);
        archive.Add("repositories", "{}"u8.ToArray());
        return archive;
    }

    /// <summary>Podman: layers named after their diff id, with old-style folders of links beside them.</summary>
    public static ArchiveBuilder Podman(params string[] names)
    {
        var archive = Image([900, 400]);
        foreach (var layer in archive.Layers)
        {
            archive.Add(Hex(layer) + ".tar", layer);
            archive.Add($"{Hex([.. layer, 1])}/layer.tar", TarEntryType.SymbolicLink, $"../{Hex(layer)}.tar");
        }

        archive.Add(Hex(archive.Config) + ".json", archive.Config);
        archive.AddManifest(Hex(archive.Config) + ".json", archive.Layers.Select(layer => Hex(layer) + ".tar"), names);
        return archive;
    }

    /// <summary>crane, ko and kaniko: the configuration is named by its digest, and layers are packed.</summary>
    public static ArchiveBuilder Crane(params string[] names) => Crane(Bytes([800, 500]), names);

    /// <summary>The same, of these layers.</summary>
    public static ArchiveBuilder Crane(IReadOnlyList<byte[]> tars, params string[] names)
    {
        var archive = Of(tars);
        archive.Add(Digest(archive.Config), archive.Config);
        var layers = archive.Layers.Select(Gzip).ToList();
        foreach (var layer in layers) archive.Add(Hex(layer) + ".tar.gz", layer);
        archive.AddManifest(Digest(archive.Config), layers.Select(layer => Hex(layer) + ".tar.gz"), names);
        return archive;
    }

    /// <summary>An OCI layout as skopeo and buildx write it.</summary>
    public static ArchiveBuilder Oci(bool gzip, params string[] names)
    {
        var archive = Image([600, 2000]);
        archive.Add("blobs/", TarEntryType.Directory);
        archive.Add("blobs/sha256/", TarEntryType.Directory);
        var manifest = archive.Manifest = archive.AddOciManifest(gzip);
        archive.AddIndex(names.Length == 0 ? [manifest.DeepClone().AsObject()] : names.Select(name => Named(manifest, name)));
        archive.Add("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        return archive;
    }

    public static JsonObject Named(JsonObject descriptor, string name)
    {
        var named = descriptor.DeepClone().AsObject();
        named["annotations"] = new JsonObject
        {
            ["io.containerd.image.name"] = "docker.io/library/" + name,
            ["org.opencontainers.image.ref.name"] = name[(name.IndexOf(':') + 1)..],
        };
        return named;
    }

    public static JsonObject Descriptor(string type, byte[] data) => new()
    {
        ["mediaType"] = type,
        ["digest"] = Digest(data),
        ["size"] = data.Length,
    };

    /// <summary>Adds configuration, layers and manifest as blobs, and gives the manifest's descriptor.</summary>
    public JsonObject AddOciManifest(bool gzip)
    {
        var blobs = Layers.Select(layer => gzip ? Gzip(layer) : layer).ToList();
        foreach (var blob in blobs) Add(Blob(blob), blob);
        Add(Blob(Config), Config);
        var manifest = Json(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.manifest.v1+json",
            ["config"] = Descriptor("application/vnd.oci.image.config.v1+json", Config),
            ["layers"] = new JsonArray([.. blobs.Select(blob => Descriptor("application/vnd.oci.image.layer.v1.tar" + (gzip ? "+gzip" : ""), blob))]),
        });
        Add(Blob(manifest), manifest);
        return Descriptor("application/vnd.oci.image.manifest.v1+json", manifest);
    }

    public static byte[] Index(IEnumerable<JsonObject> descriptors) => Json(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = "application/vnd.oci.image.index.v1+json",
        ["manifests"] = new JsonArray([.. descriptors]),
    });

    public void AddIndex(IEnumerable<JsonObject> descriptors) => Set("index.json", Index(descriptors));

    public void AddManifest(string config, IEnumerable<string> layers, IEnumerable<string> names) =>
        Set("manifest.json", JsonSerializer.SerializeToUtf8Bytes(new[] { new { Config = config, RepoTags = names, Layers = layers } }));

    public void Add(string name, byte[] data) => entries.Add((name, TarEntryType.RegularFile, data, ""));

    public void Add(string name, TarEntryType type, string link = "") => entries.Add((name, type, [], link));

    public void Remove(string name) => Assert.Equal(1, entries.RemoveAll(entry => entry.Name == name));

    public byte[] Get(string name) => entries.Single(entry => entry.Name == name).Data;

    public IReadOnlyList<string> Names => [.. entries.Select(entry => entry.Name)];

    /// <summary>Gives a member other bytes in its place, or adds it.</summary>
    public void Set(string name, byte[] data)
    {
        var at = entries.FindIndex(entry => entry.Name == name);
        if (at < 0) Add(name, data);
        else entries[at] = entries[at] with { Data = data };
    }

    /// <summary>Changes one byte of a member.</summary>
    public void Flip(string name)
    {
        var data = (byte[])Get(name).Clone();
        data[data.Length / 2] ^= 1;
        Set(name, data);
    }

    public byte[] ToTar(TarEntryFormat format = TarEntryFormat.Ustar)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, format, leaveOpen: true))
        {
            foreach (var (name, type, data, link) in entries)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(type, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(type, name),
                    _ => new UstarTarEntry(type, name),
                };
                entry.ModificationTime = DateTimeOffset.UnixEpoch;
                if (type == TarEntryType.RegularFile) entry.DataStream = new MemoryStream(data);
                if (link.Length > 0) entry.LinkName = link;
                writer.WriteEntry(entry);
            }
        }

        return tar.ToArray();
    }

    public void ToFolder(string folder)
    {
        foreach (var (name, type, data, link) in entries)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (type == TarEntryType.RegularFile) File.WriteAllBytes(path, data);
            else if (type == TarEntryType.SymbolicLink) File.CreateSymbolicLink(path, link);
        }
    }

    private static ArchiveBuilder Image(int[] sizes, bool equal = false)
    {
        var layers = Bytes(sizes);
        if (equal) layers[^1] = layers[^2];
        return Of(layers);
    }

    private static List<byte[]> Bytes(int[] sizes)
    {
        var random = new Random(sizes.Sum());
        return sizes.Select(size =>
        {
            var layer = new byte[size];
            random.NextBytes(layer);
            layer[0] = (byte)'.';
            return layer;
        }).ToList();
    }

    private static ArchiveBuilder Of(IReadOnlyList<byte[]> layers)
    {
        var config = Json(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["created"] = Created,
            ["config"] = new JsonObject { ["Labels"] = new JsonObject { ["org.example.release"] = "6.5" } },
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. layers.Select(layer => JsonValue.Create(Digest(layer)))]),
            },
        });
        return new ArchiveBuilder { Layers = layers, Config = config };
    }

    private static byte[] Json(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
