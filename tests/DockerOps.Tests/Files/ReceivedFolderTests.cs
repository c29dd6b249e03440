using System.Formats.Tar;
using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

/// <summary>Folders that come out of a container, with everything a hostile one may send.</summary>
public sealed class ReceivedFolderTests : IDisposable
{
    private const TarEntryFormat Format = TarEntryFormat.Pax;
    private readonly string root = Directory.CreateTempSubdirectory("received-").FullName;

    private string Target => Path.Combine(root, "target");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_folder_appears_whole()
    {
        await TakeAsync(TarInputTests.Tar(Format, ("./", null), ("./sub/", null), ("./sub/file", "content"), ("./empty", "")));

        Assert.Equal("content", File.ReadAllText(Path.Combine(Target, "sub", "file")));
        Assert.True(File.Exists(Path.Combine(Target, "empty")));
        Assert.Equal([Target], Directory.GetFileSystemEntries(root));
        Assert.Equal(new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc), Directory.GetLastWriteTimeUtc(Path.Combine(Target, "sub")));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("sub/../../outside")]
    [InlineData("/outside")]
    [InlineData("..")]
    public async Task A_name_that_leads_out_is_a_failure_and_leaves_nothing(string name)
    {
        var tar = TarInputTests.Tar(Format, ("./", null), ("./first", "x"), (name, "evil"));

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(tar));

        Assert.Equal(FailureKind.Corrupt, failure.Kind);
        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../..")]
    [InlineData("inside/../..")]
    [InlineData("up/../file")]
    [InlineData("./../file")]
    public async Task A_link_that_leads_out_or_may_is_left_out(string to)
    {
        var taken = await TakeAsync(TarInputTests.Tar(Format, writer =>
        {
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.SymbolicLink, "./link", link: to));
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.RegularFile, "./file", "kept"));
        }));

        Assert.Equal(["file"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
        Assert.Contains("'link' is a link that leads out", Assert.Single(taken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_stays_inside_is_made()
    {
        var taken = await TakeAsync(TarInputTests.Tar(Format, writer =>
        {
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.SymbolicLink, "./sub/link", link: "../file"));
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.RegularFile, "./file", "there"));
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.HardLink, "./same", link: "file"));
        }));

        Assert.Empty(taken);
        Assert.Equal("there", File.ReadAllText(Path.Combine(Target, "sub", "link")));
        Assert.Equal("there", File.ReadAllText(Path.Combine(Target, "same")));
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link()
    {
        var tar = TarInputTests.Tar(Format, writer =>
        {
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.SymbolicLink, "./a", link: "b"));
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.RegularFile, "./a/file", "evil"));
        });

        Assert.Equal(FailureKind.Corrupt, (await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(tar))).Kind);
        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    [Fact]
    public async Task No_link_is_made_through_another()
    {
        var tar = TarInputTests.Tar(Format, writer =>
        {
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.SymbolicLink, "./sub/up", link: ".."));
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.SymbolicLink, "./sub/up/out", link: "../.."));
        });

        await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(tar));

        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../other")]
    [InlineData("missing")]
    public async Task A_hard_link_to_what_did_not_come_is_a_failure(string to)
    {
        File.WriteAllText(Path.Combine(root, "other"), "secret");
        var tar = TarInputTests.Tar(Format, writer => writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.HardLink, "./link", link: to)));

        await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(tar));

        Assert.False(Path.Exists(Target));
    }

    [Fact]
    public async Task Devices_are_left_out_and_set_id_bits_taken_off()
    {
        var taken = await TakeAsync(TarInputTests.Tar(Format, writer =>
        {
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.BlockDevice, "./disk"));
            writer.WriteEntry(TarInputTests.Entry(Format, TarEntryType.Fifo, "./pipe"));
            var file = TarInputTests.Entry(Format, TarEntryType.RegularFile, "./su", "x");
            file.Mode = (UnixFileMode)0b100_111_101_101;
            writer.WriteEntry(file);
        }));

        Assert.Equal(2, taken.Count);
        Assert.Equal(["su"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows()) Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(Target, "su")));
    }

    [Fact]
    public async Task A_tar_that_is_cut_leaves_nothing()
    {
        var tar = TarInputTests.Tar(Format, ("./", null), ("./first", "x"), ("./second", "y"));

        await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(tar[..^1500]));

        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    [Fact]
    public async Task What_exists_is_replaced_only_on_demand_and_never_by_another_kind()
    {
        Directory.CreateDirectory(Path.Combine(Target, "sub"));
        File.WriteAllText(Path.Combine(Target, "sub", "file"), "old");
        File.WriteAllText(Path.Combine(Target, "mine"), "mine");
        var tar = TarInputTests.Tar(Format, ("./", null), ("./sub/", null), ("./sub/file", "new"), ("./added", "new"));

        Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(tar))).Kind);
        Assert.Equal("old", File.ReadAllText(Path.Combine(Target, "sub", "file")));
        Assert.False(File.Exists(Path.Combine(Target, "added")));

        await TakeAsync(tar, overwrite: true);
        Assert.Equal("new", File.ReadAllText(Path.Combine(Target, "sub", "file")));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Target, "mine")));

        var wrong = TarInputTests.Tar(Format, ("./added", "newer"), ("./sub", "a file now"));
        Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(wrong, overwrite: true))).Kind);
        Assert.Equal("new", File.ReadAllText(Path.Combine(Target, "added")));
    }

    [Fact]
    public async Task A_link_in_the_way_is_not_followed()
    {
        Directory.CreateDirectory(Path.Combine(root, "elsewhere"));
        Directory.CreateDirectory(Target);
        Directory.CreateSymbolicLink(Path.Combine(Target, "sub"), Path.Combine(root, "elsewhere"));
        var tar = TarInputTests.Tar(Format, ("./sub/", null), ("./sub/file", "new"));

        await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(tar, overwrite: true));

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(root, "elsewhere")));
    }

    [Fact]
    public async Task Names_that_are_the_same_where_case_does_not_count_are_left_out_there()
    {
        var taken = await TakeAsync(TarInputTests.Tar(Format, ("./Name", "one"), ("./name", "two"), ("./other", "three")));

        var ignoresCase = File.Exists(Path.Combine(Target, "OTHER"));
        Assert.Equal(ignoresCase ? 1 : 0, taken.Count);
        Assert.Equal("one", File.ReadAllText(Path.Combine(Target, "Name")));
        Assert.Equal(ignoresCase ? "one" : "two", File.ReadAllText(Path.Combine(Target, "name")));
        Assert.Equal("three", File.ReadAllText(Path.Combine(Target, "other")));
    }

    [Theory]
    [InlineData("con")]
    [InlineData("dot.")]
    [InlineData("a:b")]
    [InlineData("..\\up")]
    public async Task A_name_that_Windows_takes_for_another_is_left_out_there(string name)
    {
        var taken = await TakeAsync(TarInputTests.Tar(Format, ("./" + name, "no"), ("./other", "yes")));

        Assert.Equal(OperatingSystem.IsWindows() ? 1 : 0, taken.Count);
        Assert.Equal(OperatingSystem.IsWindows() ? ["other"] : (string[])[name, "other"], Directory.GetFiles(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_killed_one_has_left_goes_and_what_one_writes_that_runs_stays()
    {
        var tar = TarInputTests.Tar(Format, ("./", null), ("./file", "new"));
        using (new ReceivedFolder(Target, PartialFile.PartialOf(Target)))
            Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(tar))).Kind);
        Assert.Empty(Directory.GetFileSystemEntries(root));

        var mark = ClientMark.Of("partial");
        await LeaveAsync(mark);
        // Some shared folders know no locks.
        Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(tar))).Kind);

        // A process of this id runs, and has begun at another time.
        await LeaveAsync(mark[..mark.LastIndexOf('.')] + ".1");
        await TakeAsync(tar);
        Assert.Equal([Target], Directory.GetFileSystemEntries(root));
        Assert.Equal("file", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(Target))));
    }

    [Fact]
    public async Task A_folder_of_somebody_else_in_the_way_stays()
    {
        Directory.CreateDirectory(PartialFile.PartialOf(Target));

        Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => TakeAsync(TarInputTests.Tar(Format, ("./file", "new"))))).Kind);

        Assert.Equal([PartialFile.PartialOf(Target)], Directory.GetFileSystemEntries(root));
    }

    private async Task LeaveAsync(string mark)
    {
        Directory.CreateDirectory(PartialFile.PartialOf(Target));
        await File.WriteAllTextAsync(Path.Combine(PartialFile.PartialOf(Target), "half"), "half");
        await File.WriteAllTextAsync(PartialClaim.LockOf(PartialFile.PartialOf(Target)), mark);
    }

    private async Task<IReadOnlyList<string>> TakeAsync(byte[] tar, bool overwrite = false)
    {
        using var folder = new ReceivedFolder(Target, PartialFile.PartialOf(Target));
        await folder.FillAsync(new TarInput(new MemoryStream(tar), "It"), new TransferMeter(), CancellationToken.None);
        folder.Commit(overwrite);
        return folder.LeftOut;
    }
}
