using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using DockerOps.Images.Transfer;
using DockerOps.Tests.CannedEngines;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>An archive is read as far as it is needed: what stands behind the last wanted layer here is no tar.</summary>
public sealed class SavedArchiveTests
{
    private static readonly byte[] Config = """{"os":"linux"}"""u8.ToArray();
    private static readonly byte[] Wanted = Encoding.UTF8.GetBytes("the layer that is missing");
    private static readonly byte[] Present = Encoding.UTF8.GetBytes("a layer that is there");

    [Fact]
    public async Task Reading_ends_with_what_is_needed()
    {
        await using var engine = Engine([Config, Wanted]);

        await using var source = Source(engine, allSizes: false);

        Assert.Equal([Digest(Wanted)], await ReadAsync(source));
        Assert.Equal(Config, source.Configs[Digest(Config)]);
        Assert.False(source.Sizes.ContainsKey(Digest(Present)));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Reading_goes_on_for_a_configuration_and_for_sizes(bool hasConfig, bool allSizes)
    {
        await using var engine = Engine(hasConfig ? [Config, Wanted] : [Wanted, Present]);

        await using var source = Source(engine, allSizes);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(source));
        Assert.Equal(FailureKind.Corrupt, failure.Kind);
    }

    private static SavedArchiveSource Source(CannedEngine engine, bool allSizes) =>
        new(engine.Client, [new SourceImage("web:1", Digest(Config), null, [Digest(Present), Digest(Wanted)], 0)], allSizes);

    private static async Task<List<string>> ReadAsync(SavedArchiveSource source)
    {
        var read = new List<string>();
        await foreach (var layer in source.ReadAsync([Digest(Wanted)], CancellationToken.None))
        {
            await layer.Tar.CopyToAsync(Stream.Null);
            read.Add(layer.DiffId);
        }

        return read;
    }

    private static CannedEngine Engine(IEnumerable<byte[]> blobs)
    {
        var archive = new MemoryStream();
        var tar = new TarWriter(archive, leaveOpen: true);
        foreach (var blob in blobs) tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, DeltaDocuments.Blob(Digest(blob))) { DataStream = new MemoryStream(blob) });
        archive.Write(Enumerable.Repeat((byte)'?', 1024).ToArray());
        var engine = new CannedEngine();
        engine.On("GET /images/get", CannedEngine.Chunked(archive.ToArray()));
        return engine;
    }

    private static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
