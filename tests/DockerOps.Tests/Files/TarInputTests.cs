using System.Formats.Tar;
using System.Text;
using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

public sealed class TarInputTests
{
    private static readonly string LongName = string.Join('/', Enumerable.Repeat("a-folder-with-a-long-name", 12)) + "/größe";

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public async Task Members_come_with_name_size_link_mode_and_data(TarEntryFormat format)
    {
        var members = await ReadAsync(Tar(format, ("dir/", null), ("dir/file", "content"), ("empty", "")));

        Assert.Equal([("dir/", '5', ""), ("dir/file", '0', "content"), ("empty", '0', "")], members.Select(m => (m.Header.Name, m.Header.Type, m.Data)));
        Assert.All(members, m => Assert.Equal(0b110_100_000, m.Header.Mode));
        Assert.All(members, m => Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), m.Header.Modified));
    }

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public async Task A_long_name_is_whole(TarEntryFormat format)
    {
        var member = Assert.Single(await ReadAsync(Tar(format, (LongName, "x"))));

        Assert.Equal(LongName, member.Header.Name);
    }

    [Fact]
    public async Task Data_that_nobody_reads_is_passed()
    {
        var tar = new TarInput(new MemoryStream(Tar(TarEntryFormat.Pax, ("a", new string('x', 3000)), ("b", "y"))), "It");

        Assert.Equal("a", (await tar.NextAsync(default))?.Name);
        Assert.Equal("b", (await tar.NextAsync(default))?.Name);
        Assert.Null(await tar.NextAsync(default));
    }

    [Fact]
    public async Task A_tar_cut_anywhere_before_its_end_mark_is_a_failure()
    {
        var whole = Tar(TarEntryFormat.Pax, ("a", "hello"), ("dir/", null), (LongName, new string('\0', 1500)));
        var end = Array.FindLastIndex(whole, b => b != 0) / TarHeader.BlockSize * TarHeader.BlockSize;
        for (var length = 0; length < whole.Length; length += length < end ? 13 : 256)
        {
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(whole[..length]));
            Assert.Equal(FailureKind.Corrupt, failure.Kind);
        }

        Assert.Equal(3, (await ReadAsync(whole)).Count);
    }

    [Fact]
    public async Task A_changed_header_is_a_failure()
    {
        var tar = Tar(TarEntryFormat.Ustar, ("a", "hello"));
        tar[0]++;

        Assert.Contains("damaged header", (await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(tar))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_in_place_of_the_rest_is_a_failure()
    {
        var tar = Tar(TarEntryFormat.Pax, ("a", "hello"));
        var cut = tar[..^1024];

        await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync([.. cut, .. Encoding.ASCII.GetBytes("""{"message":"disk gone"}""")]));
    }

    [Fact]
    public async Task A_header_without_end_is_not_taken_into_memory()
    {
        var tar = Tar(TarEntryFormat.Gnu, (LongName, "x"));
        // The size of the long name, 8 GiB less a byte, with a checksum that fits.
        Encoding.ASCII.GetBytes("77777777777\0").CopyTo(tar, 124);
        Encoding.ASCII.GetBytes("        ").CopyTo(tar, 148);
        Encoding.ASCII.GetBytes(Convert.ToString(tar.Take(512).Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);

        Assert.Contains("longer than any name", (await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(tar))).Message, StringComparison.Ordinal);
    }

    /// <summary>A tar of files (with content) and folders (without).</summary>
    internal static byte[] Tar(TarEntryFormat format, params (string Name, string? Content)[] members) => Tar(format, writer =>
    {
        foreach (var (name, content) in members) writer.WriteEntry(Entry(format, content is null ? TarEntryType.Directory : TarEntryType.RegularFile, name, content));
    });

    internal static byte[] Tar(TarEntryFormat format, Action<TarWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, format, leaveOpen: true)) write(writer);
        return bytes.ToArray();
    }

    internal static TarEntry Entry(TarEntryFormat format, TarEntryType type, string name, string? content = null, string? link = null)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new PaxTarEntry(type, name),
        };
        entry.Mode = (UnixFileMode)0b110_100_000;
        entry.ModificationTime = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        if (link is not null) entry.LinkName = link;
        if (content is not null) entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return entry;
    }

    private static async Task<List<(TarHeader Header, string Data)>> ReadAsync(byte[] bytes)
    {
        var tar = new TarInput(new MemoryStream(bytes), "It");
        var members = new List<(TarHeader, string)>();
        while (await tar.NextAsync(default) is { } header)
        {
            using var data = new MemoryStream();
            await tar.CopyDataAsync(data, null, default);
            members.Add((header, Encoding.UTF8.GetString(data.ToArray())));
        }

        return members;
    }
}
