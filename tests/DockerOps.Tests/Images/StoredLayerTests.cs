using System.IO.Compression;
using System.Text;
using DockerOps.Images.Transfer;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>What a layer's tar-split may lead to: an image that somebody made decides what is in it.</summary>
public sealed class StoredLayerTests
{
    [Fact]
    public void Files_are_read_in_the_order_of_the_tar()
    {
        var layer = Layer(("a", '0', 5), ("./dir/b", '0', 7), ("empty", '0', 0), ("link", '2', 0));

        Assert.Equal(["overlay2/x/diff/a", "overlay2/x/diff/dir/b"], layer.Paths().Select(path => Encoding.UTF8.GetString(path)));
        Assert.Equal((4 * 512) + 12, layer.Size);
        Assert.True(layer.HasTextNames);
        Assert.False(Layer(("caf\u00e9", '0', 5)).HasTextNames);
    }

    [Theory]
    [InlineData("real", '2', "real/file")]
    // Twice the same name: the first has content, the second is what the folder has.
    [InlineData("twice", '2', "twice")]
    [InlineData("twice", '3', "twice")]
    [InlineData("twice", '6', "twice")]
    public void What_is_not_the_layers_own_file_is_not_read(string other, char type, string file)
    {
        var failure = Assert.Throws<DockerOpsException>(() => Layer((file, '0', 5), (other, type, 0)).Paths().ToList());
        Assert.Equal(FailureKind.Corrupt, failure.Kind);
    }

    [Theory]
    [InlineData("../etc/shadow")]
    [InlineData("a/../../b")]
    public void A_path_never_leads_out_of_the_layer(string file) =>
        Assert.Equal(FailureKind.Corrupt, Assert.Throws<DockerOpsException>(() => Layer((file, '0', 5)).Paths().ToList()).Kind);

    [Theory]
    [InlineData("wc: a: Permission denied\n\n")]
    [InlineData("99999999999999999999 a\n\n")]
    public async Task Sizes_that_are_none_say_so(string printed)
    {
        var output = new ReadAhead(new MemoryStream(Encoding.UTF8.GetBytes(printed)));
        Assert.Equal(FailureKind.Corrupt, (await Assert.ThrowsAsync<DockerOpsException>(() => LayerStoreIndex.SizesAsync(output, 1, default))).Kind);
    }

    // A segment with a header, and the record of its member; names are given in Latin-1, a byte for each letter.
    private static StoredLayer Layer(params (string Name, char Type, int Size)[] members)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var (name, type, size) in members)
            {
                var header = new byte[512];
                header[156] = (byte)type;
                gzip.Write(Encoding.ASCII.GetBytes(
                    $$"""
                    {"type":2,"payload":"{{Convert.ToBase64String(header)}}"}
                    {"type":1,"size":{{size}},"name_raw":"{{Convert.ToBase64String(Encoding.Latin1.GetBytes(name))}}"}

                    """));
            }
        }

        return new StoredLayer("sha256:" + new string('a', 64), "overlay2/x/diff", packed.ToArray());
    }
}
