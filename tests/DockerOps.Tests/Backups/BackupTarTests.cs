using System.Formats.Tar;
using System.Text;
using DockerOps.Backups;
using Xunit;

namespace DockerOps.Tests.Backups;

/// <summary>A tar that would be unpacked as root: what leads out of its folder is found before a byte is sent.</summary>
public sealed class BackupTarTests
{
    public static TheoryData<string> Bad => ["absolute", "up", "inside up", "hard link", "pax path", "sparse name", "global"];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_name_that_leads_out_is_refused(string how)
    {
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => BackupTar.ReadAsync(new MemoryStream(Tar(how)), "The tar", null, default));

        Assert.Equal(FailureKind.Corrupt, failure.Kind);
    }

    [Fact]
    public async Task Ordinary_members_and_links_that_only_point_outside_are_taken()
    {
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, "./"));
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "./..data/a..b"));
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "./link") { LinkName = "/etc/passwd" });
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.HardLink, "./hard") { LinkName = "./..data/a..b" });
        }

        tar.Position = 0;

        Assert.Equal(4, await BackupTar.ReadAsync(tar, "The tar", null, default));
    }

    [Fact]
    public async Task A_tar_that_is_cut_is_found_though_data_is_skipped()
    {
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "a") { DataStream = new MemoryStream(new byte[1_000_000]) });
        tar.SetLength(800_000);
        tar.Position = 0;

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => BackupTar.ReadAsync(tar, "The tar", null, default));

        Assert.Equal(FailureKind.Corrupt, failure.Kind);
    }

    private static byte[] Tar(string how)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(how switch
            {
                "absolute" => new PaxTarEntry(TarEntryType.RegularFile, "/etc/passwd"),
                "up" => new PaxTarEntry(TarEntryType.RegularFile, "../passwd"),
                "inside up" => new PaxTarEntry(TarEntryType.RegularFile, "./a/../../passwd"),
                "hard link" => new PaxTarEntry(TarEntryType.HardLink, "./a") { LinkName = "../../etc/shadow" },
                _ => new PaxTarEntry(TarEntryType.RegularFile, "./a"),
            });
        }

        return how switch
        {
            "pax path" => [.. Extended('x', "path=/etc/passwd"), .. Plain("./a")],
            "sparse name" => [.. Extended('x', "GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.name=../x", "GNU.sparse.realsize=0"), .. Plain("./ok")],
            "global" => [.. Extended('g', "path=/etc/passwd"), .. tar.ToArray()],
            _ => tar.ToArray(),
        };
    }

    private static byte[] Extended(char type, params string[] records)
    {
        var content = new StringBuilder();
        foreach (var record in records)
        {
            // The length counts its own digits.
            var length = record.Length + 3;
            while (length.ToString(System.Globalization.CultureInfo.InvariantCulture).Length + record.Length + 2 != length) length++;
            content.Append(length).Append(' ').Append(record).Append('\n');
        }

        return Header("./PaxHeaders", type, Encoding.ASCII.GetBytes(content.ToString()));
    }

    private static byte[] Plain(string name) => [.. Header(name, '0', []), .. new byte[1024]];

    private static byte[] Header(string name, char type, byte[] content)
    {
        var block = new byte[512];
        Encoding.ASCII.GetBytes(name).CopyTo(block, 0);
        Encoding.ASCII.GetBytes($"0000644\0{0:D7}\0{0:D7}\0{Convert.ToString(content.Length, 8).PadLeft(11, '0')}\0{0:D11}\0        {type}").CopyTo(block, 100);
        Encoding.ASCII.GetBytes("ustar\00000"[..8]).CopyTo(block, 257);
        var sum = block.Sum(b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(block, 148);
        var padded = new byte[(content.Length + 511) / 512 * 512];
        content.CopyTo(padded, 0);
        return [.. block, .. padded];
    }
}
