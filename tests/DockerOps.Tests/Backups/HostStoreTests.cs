using System.Globalization;
using DockerOps.Backups;
using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Backups;

public sealed class HostStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("store-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // In a folder like /tmp it may be anybody's.
    [Theory]
    [InlineData("a\n b {0}\nc", 1)]
    [InlineData("a {0}", 0)]
    [InlineData("", 1)]
    public async Task What_the_lock_of_a_killed_one_says_is_not_taken_for_what_it_has_left(string text, int folders)
    {
        var other = Directory.CreateDirectory(Path.Combine(folder, "other")).FullName;
        var left = Directory.CreateDirectory(Path.Combine(folder, "host_20260101T000000Z.partial")).FullName;
        await File.WriteAllTextAsync(left + ".lock", string.Format(CultureInfo.InvariantCulture, text, other));
        foreach (var path in (string[])[left, left + ".lock"]) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        var store = new HostStore(HostShell.Here, Path.Combine(folder, "host_20260102T000000Z"));

        await store.CheckAsync(0, default);
        Assert.Equal(folders, store.Lines([]).Count(line => line.StartsWith("rm ", StringComparison.Ordinal)));
        await store.BeginAsync(default);
        await store.DiscardAsync();

        Assert.True(Directory.Exists(other));
    }

    [Fact]
    public async Task A_folder_that_somebody_removes_meanwhile_is_told_as_what_it_is()
    {
        var store = new HostStore(HostShell.Here, Path.Combine(folder, "backup"));
        await store.BeginAsync(default);
        var source = new BackupSource.Command(HostShell.Here, ["sh", "-c", "rm -r \"$1\"; echo content", "sh", Path.Combine(folder, "backup.partial")]);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => store.WriteAsync(new BackupItem(BackupPart.Volumes, "v", "volumes/v.tar", source, null), new TransferMeter(), default));

        Assert.Equal(FailureKind.NotFound, failure.Kind);
        await store.DiscardAsync();
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }
}
