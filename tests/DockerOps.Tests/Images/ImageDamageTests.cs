using System.Formats.Tar;
using DockerOps.Images;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Damaged archives on the way into every engine of the lab: refused, and nothing of them is there afterwards.</summary>
public sealed class ImageDamageTests
{
    [LabTheory]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task A_truncated_archive_is_refused(string engine) =>
        await RefusedAsync(engine, bytes => bytes[..(bytes.Length * 2 / 3)], FailureKind.Corrupt);

    [LabTheory]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task A_changed_byte_is_refused(string engine)
    {
        // A graph driver finds it by the layer's diff id; before a containerd store the archive is checked here.
        var kind = engine == "containerd" ? FailureKind.Corrupt : FailureKind.EngineError;

        await RefusedAsync(engine, bytes =>
        {
            bytes[LayerAt(bytes) + 150_000] ^= 1;
            return bytes;
        }, kind);
    }

    [LabTheory]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task An_archive_without_a_layer_is_refused(string engine) =>
        await RefusedAsync(engine, bytes => Without(bytes, entry => entry.Length > 200_000), FailureKind.Corrupt);

    [LabTheory]
    [MemberData(nameof(LabImages.EngineNames), MemberType = typeof(LabImages))]
    public async Task Something_else_is_refused(string engine) =>
        await RefusedAsync(engine, _ => "PK\u0003\u0004 this is no image archive"u8.ToArray(), FailureKind.Corrupt);

    [LabFact]
    public async Task What_only_the_engine_can_read_is_left_to_the_engine()
    {
        // The signature of xz, and nothing of it behind.
        await RefusedAsync("local", _ => [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, .. new byte[1000]], FailureKind.EngineError);
    }

    private static async Task RefusedAsync(string engine, Func<byte[], byte[]> damage, FailureKind kind)
    {
        await using var images = new LabImages();
        var (_, archive) = await images.MakeArchiveAsync(engine);
        var made = Assert.Single((await ImageArchiveReader.ReadAsync(archive)).Images);
        await File.WriteAllBytesAsync(archive, damage(await File.ReadAllBytesAsync(archive)));

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => images.ImportAsync(engine, archive));

        Assert.Equal(kind, failure.Kind);
        Assert.Empty(await images.OursAsync(engine));
        // By its ids: other tests have images without a name on the same engine meanwhile.
        var there = await ImageList.ReadAsync(images.Engine(engine), [], dangling: null, CancellationToken.None);
        Assert.Empty(there.Select(image => image.Id).Intersect(made.ManifestDigests.Append(made.Id)));
        if (kind == FailureKind.Corrupt) Assert.Equal(archive, failure.Target);
    }

    // Where the only large member begins.
    private static int LayerAt(byte[] archive)
    {
        using var reader = new TarReader(new MemoryStream(archive));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.Length > 200_000) return (int)entry.DataOffset;
        }

        throw new InvalidOperationException("The archive has no layer.");
    }

    private static byte[] Without(byte[] archive, Predicate<TarEntry> leftOut)
    {
        var rest = new MemoryStream();
        using var reader = new TarReader(new MemoryStream(archive));
        using (var writer = new TarWriter(rest, TarEntryFormat.Ustar, leaveOpen: true))
        {
            while (reader.GetNextEntry(copyData: true) is { } entry)
            {
                if (!leftOut(entry)) writer.WriteEntry(entry);
            }
        }

        return rest.ToArray();
    }
}
