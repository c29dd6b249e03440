using DockerOps.BaseImages;
using DockerOps.Sessions;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.BaseImages;

public sealed class BuildHostFactsTests
{
    // The host's lists of mounts and of working folders know nothing of links: what was mounted would never be found.
    [LabFact]
    public async Task A_folder_is_known_by_its_own_path()
    {
        await using var session = await HostSession.OpenAsync(Lab.Current.Sme, SshLogin.Default, CancellationToken.None);
        var folder = (await session.Shell.ReadAsync(["mktemp", "-d"], CancellationToken.None)).TrimEnd();
        try
        {
            await session.Shell.ReadAsync(["sh", "-c", "mkdir \"$1/real\" \"$1/no good\" && ln -s real \"$1/link\" && ln -s 'no good' \"$1/bad\"", "sh", folder], CancellationToken.None);
            Assert.Equal(folder + "/real", (await ReadAsync(session, folder + "/link/")).Folder);
            Assert.Equal(folder + "/real", (await ReadAsync(session, folder + "/./real")).Folder);
            Assert.Equal("", (await ReadAsync(session, "/")).Folder);
            Assert.Equal(FailureKind.InvalidInput, (await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(session, folder + "/bad"))).Kind);
            Assert.Equal(FailureKind.NotFound, (await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(session, folder + "/none"))).Kind);
        }
        finally
        {
            await session.Shell.ReadAsync(["rm", "-rf", "--", folder], CancellationToken.None);
        }
    }

    private static Task<BuildHostFacts> ReadAsync(HostSession session, string folder) => BuildHostFacts.ReadAsync(
        session.Shell,
        new() { Name = ImageReference.Parse("x"), Packages = ["bash"], Repositories = [], TemporaryFolder = folder },
        dataRoot: null, CancellationToken.None);
}
