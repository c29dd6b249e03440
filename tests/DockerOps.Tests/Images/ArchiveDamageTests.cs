using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using DockerOps.Files;
using DockerOps.Images;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Cuts and changes archives everywhere. Whatever is done to one, it is reported, in the library's own words.</summary>
public sealed class ArchiveDamageTests : IDisposable
{
    private readonly ArchiveFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Docker20", TarEntryFormat.Ustar)]
    [InlineData("Docker20", TarEntryFormat.Pax)]
    [InlineData("Docker28", TarEntryFormat.Gnu)]
    [InlineData("OciGzip", TarEntryFormat.Ustar)]
    public async Task An_archive_cut_anywhere_is_refused(string layout, TarEntryFormat format)
    {
        var tar = ImageArchiveReaderTests.Build(layout, "sme-9:6.5").ToTar(format);
        var random = new Random(65);
        var cuts = Enumerable.Range(0, tar.Length / 512).Select(block => block * 512)
            .Concat(Enumerable.Range(0, 100).Select(_ => random.Next(tar.Length))).Append(tar.Length - 1);
        foreach (var cut in cuts)
        {
            var failure = await folder.RefusalAsync(tar[..cut]);
            Assert.True(failure.Kind == FailureKind.Corrupt, $"cut at {cut}: {failure.Message}");
            Assert.False((await folder.AuditAsync(tar[..cut])).IsValid, $"cut at {cut}");
        }
    }

    [Theory]
    [InlineData("Docker20")]
    [InlineData("OciGzip")]
    public async Task A_packed_archive_cut_anywhere_is_refused(string layout)
    {
        var packed = ArchiveBuilder.Gzip(ImageArchiveReaderTests.Build(layout, "sme-9:6.5").ToTar());
        // The last eight bytes are gzip's own sum; without them every byte of the tar is still there.
        for (var cut = 0; cut < packed.Length - 8; cut += cut < 64 ? 1 : 97)
        {
            Assert.Equal(FailureKind.Corrupt, (await folder.RefusalAsync(packed[..cut])).Kind);
            Assert.False((await folder.AuditAsync(packed[..cut])).IsValid, $"cut at {cut}");
        }
    }

    [Fact]
    public async Task A_cut_inside_a_layer_names_the_layer()
    {
        var built = ArchiveBuilder.Docker28("sme-9:6.5");
        var tar = built.ToTar();
        var layer = ArchiveBuilder.Blob(built.Layers[1]);
        var cut = tar.AsSpan().IndexOf(built.Layers[1]) + 1000;
        foreach (var data in new[] { tar[..cut], ArchiveBuilder.Gzip(tar[..cut]) })
            Assert.Contains($"too early, in '{layer}'", (await folder.RefusalAsync(data)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_size_beyond_all_disks_is_refused(bool gzip)
    {
        var tar = ArchiveBuilder.Docker20("sme-9:6.5").ToTar();
        // GNU's form of a number: the top bit, then the value, here the largest there is.
        var at = tar.AsSpan().IndexOf("/VERSION"u8) / 512 * 512;
        tar[at + 124] = 0x80;
        tar.AsSpan(at + 125, 3).Clear();
        BinaryPrimitives.WriteInt64BigEndian(tar.AsSpan(at + 128), long.MaxValue);
        Mend(tar);
        var failure = await folder.RefusalAsync(gzip ? ArchiveBuilder.Gzip(tar) : tar);
        Assert.Contains("the size is", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bit_changed_in_a_header_or_a_blob_is_reported()
    {
        var built = ArchiveBuilder.Docker28("sme-9:6.5");
        var tar = built.ToTar();
        var random = new Random(9);
        var guarded = Guarded(tar);
        for (var i = 0; i < 600; i++)
        {
            var at = guarded[random.Next(guarded.Count)];
            var changed = (byte[])tar.Clone();
            changed[at] ^= (byte)(1 << random.Next(8));
            Assert.False((await folder.AuditAsync(changed)).IsValid, $"bit changed at {at}");
        }
    }

    [Theory]
    [InlineData("Docker20", TarEntryFormat.Pax)]
    [InlineData("Docker28", TarEntryFormat.Gnu)]
    [InlineData("OciGzip", TarEntryFormat.Pax)]
    public async Task Noise_never_ends_in_another_failure(string layout, TarEntryFormat format)
    {
        var tar = ImageArchiveReaderTests.Build(layout, "sme-9:6.5").ToTar(format);
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var changed = (byte[])(i % 4 == 0 ? ArchiveBuilder.Gzip(tar) : tar).Clone();
            for (var n = random.Next(1, 6); n > 0; n--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            // The checksums are put right, so that what lies behind them is reached.
            if (i % 2 == 1) Mend(changed);
            var path = folder.Write(changed);
            try
            {
                await ImageArchiveReader.ReadAsync(path);
            }
            catch (DockerOpsException)
            {
                // Refused in the library's own words, as it should be.
            }

            await folder.AuditAsync(changed).ContinueWith(done => Assert.True(
                done.IsCompletedSuccessfully || done.Exception?.InnerException is DockerOpsException, done.Exception?.ToString()), TaskScheduler.Default);
        }
    }

    [Fact]
    public async Task Bytes_that_are_changed_inside_gzip_are_reported()
    {
        var tar = ArchiveBuilder.Docker20("sme-9:6.5").ToTar();
        var packed = ArchiveBuilder.Gzip(tar);
        var random = new Random(31);
        for (var i = 0; i < 200; i++)
        {
            var changed = (byte[])packed.Clone();
            // The ten bytes of gzip's own header hold a time and flags; the rest is under its sum.
            changed[random.Next(10, changed.Length)] ^= (byte)(1 << random.Next(8));
            // Some bits at its end fill up a byte, or only add something behind the tar.
            if (StillUnpacksTo(tar, changed)) continue;
            Assert.Equal(FailureKind.Corrupt, (await folder.RefusalAsync(changed)).Kind);
            Assert.False((await folder.AuditAsync(changed)).IsValid);
        }
    }

    private static bool StillUnpacksTo(byte[] tar, byte[] packed)
    {
        var unpacked = new byte[tar.Length];
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            gzip.ReadExactly(unpacked);
            gzip.CopyTo(Stream.Null);
            return unpacked.AsSpan().SequenceEqual(tar);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
    }

    // Offsets of headers and of blobs; documents without a digest and padding are left out.
    private static List<int> Guarded(byte[] tar)
    {
        var offsets = new List<int>();
        for (var at = 0; at + 1024 < tar.Length;)
        {
            var header = TarHeader.Parse(tar.AsSpan(at, 512))!;
            offsets.AddRange(Enumerable.Range(at, 512));
            if (header.Name.StartsWith("blobs/", StringComparison.Ordinal)) offsets.AddRange(Enumerable.Range(at + 512, (int)header.Size));
            at += 512 + (((int)header.Size + 511) / 512 * 512);
        }

        return offsets;
    }

    private static void Mend(byte[] tar)
    {
        for (var at = 0; at + 512 <= tar.Length; at += 512)
        {
            if (!tar.AsSpan(at + 257, 5).SequenceEqual("ustar"u8)) continue;
            tar.AsSpan(at + 148, 8).Fill((byte)' ');
            var sum = tar.AsSpan(at, 512).ToArray().Sum(value => value);
            System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, at + 148);
        }
    }
}
