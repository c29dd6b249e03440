using System.Formats.Tar;
using System.Text;
using DockerOps.Engine;
using DockerOps.Files;
using DockerOps.Images;
using DockerOps.Images.Transfer;

namespace DockerOps.Tests.Images;

/// <summary>An image of several layers, made here so that a test knows every byte of it.</summary>
internal sealed class LayeredImage
{
    private readonly List<byte[]> layers = [];

    public IReadOnlyList<string> DiffIds => layers.ConvertAll(layer => LayerChain.Digest(layer));

    /// <summary>The layers, unpacked.</summary>
    public IReadOnlyList<byte[]> Tars => layers;

    /// <summary>The same layers, to be built on.</summary>
    public LayeredImage Copy()
    {
        var copy = new LayeredImage();
        copy.layers.AddRange(layers);
        return copy;
    }

    /// <summary>Adds a layer with one file of random bytes.</summary>
    public LayeredImage Add(int size = 50_000)
    {
        var bytes = new byte[size];
        Random.Shared.NextBytes(bytes);
        return Add(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"file{layers.Count}") { DataStream = new MemoryStream(bytes) }));
    }

    /// <summary>Adds the top layer of another image.</summary>
    public LayeredImage AddTopOf(LayeredImage other)
    {
        layers.Add(other.layers[^1]);
        return this;
    }

    /// <summary>Adds a layer with one file that packs well.</summary>
    public LayeredImage AddText(int size)
    {
        var line = Encoding.UTF8.GetBytes(Guid.NewGuid() + "\n");
        var bytes = new byte[size];
        for (var at = 0; at < size; at++) bytes[at] = line[at % line.Length];
        return Add(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"text{layers.Count}") { DataStream = new MemoryStream(bytes) }));
    }

    /// <summary>Adds a layer of everything that makes a tar hard to put together again.</summary>
    public LayeredImage AddOddities() => Add(tar =>
    {
        var content = new MemoryStream(Encoding.UTF8.GetBytes(Guid.NewGuid().ToString()));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "./odd/"));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "./odd/with a space and 'quotes' $(id)") { DataStream = content });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "odd/" + new string('n', 180)) { DataStream = new MemoryStream([1, 2, 3]) });
        tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "odd/gnu") { DataStream = new MemoryStream(new byte[1024]) });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "odd/line\nend \\n é") { DataStream = new MemoryStream(new byte[513]) });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "odd/-rf") { DataStream = new MemoryStream(new byte[7]) });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "odd/empty"));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "odd/hard") { LinkName = "odd/gnu" });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "odd/soft") { LinkName = "/etc/passwd" });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "odd/.wh.file0"));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, ".wh.file0"));
        tar.WriteEntry(new UstarTarEntry(TarEntryType.Fifo, "odd/fifo"));
    });

    /// <summary>Adds a file behind a symbolic link of its own layer: it may not be read by that path.</summary>
    public LayeredImage AddBehindLink() => Add(tar =>
    {
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "real/"));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "real" });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "link/file") { DataStream = new MemoryStream([.. Guid.NewGuid().ToByteArray()]) });
    });

    /// <summary>Adds a file whose name is no UTF-8.</summary>
    public LayeredImage AddRawName()
    {
        using var stream = new MemoryStream();
        var tar = new TarOutput(stream);
        tar.AddAsync("caf?", Guid.NewGuid().ToByteArray(), CancellationToken.None).AsTask().Wait();
        tar.FinishAsync(CancellationToken.None).AsTask().Wait();
        var bytes = stream.ToArray();
        bytes[3] = 0xE9;
        var sum = bytes.Take(512).Select((value, i) => i is >= 148 and < 156 ? 32 : value).Sum();
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0')).CopyTo(bytes, 148);
        layers.Add(bytes);
        return this;
    }

    /// <summary>Loads it into an engine under a name.</summary>
    public async Task<string> LoadAsync(LabImages images, string engine, string? name = null)
    {
        name ??= images.NewName();
        using var archive = new MemoryStream(await ArchiveAsync(name));
        using var body = new PumpedContent(archive, archive.Length, new TransferMeter());
        await ImageImport.LoadAsync(images.Engine(engine), ImageRequests.Load("a test"), body, null, CancellationToken.None);
        return name;
    }

    /// <summary>An archive of it.</summary>
    public async Task<byte[]> ArchiveAsync(string name, IReadOnlySet<string>? without = null, IReadOnlyList<string>? needs = null)
    {
        using var stream = new MemoryStream();
        var tar = new TarOutput(stream);
        foreach (var layer in layers.DistinctBy(layer => LayerChain.Digest(layer)).Where(layer => without?.Contains(LayerChain.Digest(layer)) != true))
            await tar.AddAsync(DeltaDocuments.Blob(LayerChain.Digest(layer)), layer, CancellationToken.None);
        var list = string.Join(',', DiffIds.Select(diffId => $"\"{diffId}\""));
        var config = $$$"""{"architecture":"amd64","os":"linux","config":{"Labels":{"org.dockerops.test":"{{{name}}}"}},"rootfs":{"type":"layers","diff_ids":[{{{list}}}]}}""";
        var sizes = layers.DistinctBy(layer => LayerChain.Digest(layer)).ToDictionary(layer => LayerChain.Digest(layer), layer => (long)layer.Length);
        await DeltaDocuments.WriteAsync(
            tar, [new ArchiveEntry(Encoding.UTF8.GetBytes(config), ImageReference.Parse(name), DiffIds)], sizes, needs ?? [], CancellationToken.None);
        return stream.ToArray();
    }

    /// <summary>An archive of what a copy that crashed has left: the lowest layers, held by an image with the label of staged ones.</summary>
    public async Task<byte[]> StagedArchiveAsync(string imageId, int count)
    {
        using var stream = new MemoryStream();
        var tar = new TarOutput(stream);
        foreach (var layer in layers.Take(count)) await tar.AddAsync(DeltaDocuments.Blob(LayerChain.Digest(layer)), layer, CancellationToken.None);
        var list = string.Join(',', DiffIds.Take(count).Select(diffId => $"\"{diffId}\""));
        var config = $$$"""{"architecture":"amd64","os":"linux","config":{"Labels":{"{{{StagedImages.Label}}}":"{{{imageId}}}"}},"rootfs":{"type":"layers","diff_ids":[{{{list}}}]}}""";
        await DeltaDocuments.WriteAsync(
            tar, [new ArchiveEntry(Encoding.UTF8.GetBytes(config), null, DiffIds.Take(count).ToList())], new Dictionary<string, long>(), [], CancellationToken.None);
        return stream.ToArray();
    }

    /// <summary>Changes a byte of its first file in an engine's overlay2 store.</summary>
    public async Task SpoilAsync(string dataRoot)
    {
        var folder = await File.ReadAllTextAsync($"{dataRoot}/image/overlay2/layerdb/sha256/{LayerChain.Hex(DiffIds[0])}/cache-id");
        var file = $"{dataRoot}/overlay2/{folder}/diff/file0";
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[1000] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }

    private LayeredImage Add(Action<TarWriter> fill)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true)) fill(tar);
        layers.Add(stream.ToArray());
        return this;
    }
}
