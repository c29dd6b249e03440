using DockerOps.Backups;
using DockerOps.Tests.Hosts;
using Xunit;

namespace DockerOps.Tests.Backups;

public sealed class HostTarTests
{
    // Each difference is a line that tar prints: more than a pipe of 64 KiB takes.
    [LabFact]
    public async Task Many_differences_are_found_while_the_archive_is_sent()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var facts = await session.FactsAsync(default);
        var name = await session.Shell.ReadAsync("uname", "-n");
        var tar = (await HostTar.FindAsync(session, facts, name, dataRoot: null, default)).Tar!;
        var folder = "/tmp/" + Lab.Unique("compare");
        await session.Shell.ReadAsync("sh", "-c", "mkdir \"$1\" && cd \"$1\" && for n in $(seq 2000); do echo \"$n\" >\"a-rather-long-name-of-a-file-$n\"; done", "sh", folder);
        try
        {
            using var archive = new MemoryStream();
            await new BackupSource.Command(tar.Shell, tar.PackFiles([folder])).ReadAsync(stream => stream.CopyToAsync(archive), default);
            archive.Position = 0;
            Assert.True(await tar.HasAsync(archive, default));

            await session.Shell.ReadAsync("sh", "-c", "find \"$1\" -type f -exec chmod 600 {} +", "sh", folder);
            archive.Position = 0;
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            Assert.False(await tar.HasAsync(archive, patience.Token));
        }
        finally
        {
            await session.Shell.ReadAsync("rm", "-rf", folder);
        }
    }
}
