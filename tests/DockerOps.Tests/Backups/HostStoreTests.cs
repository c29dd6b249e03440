using DockerOps.Backups;
using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Backups;

public sealed class HostStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("store-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_folder_that_somebody_removes_meanwhile_is_told_as_what_it_is()
    {
        var store = new HostStore(HostShell.Here, Path.Combine(folder, "backup"));
        await store.BeginAsync(default);
        var source = new BackupSource.Command(HostShell.Here, ["sh", "-c", "rm -r \"$1\"; echo content", "sh", Path.Combine(folder, "backup.partial")]);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => store.WriteAsync(new BackupItem(BackupPart.Volumes, "v", "volumes/v.tar", source, null), new TransferMeter(), default));

        Assert.Equal(FailureKind.NotFound, failure.Kind);
    }
}
