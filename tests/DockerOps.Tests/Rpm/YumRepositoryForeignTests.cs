using DockerOps.Hosts;
using DockerOps.Rpm;
using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>What lies in a repository's folder and is not the repository's.</summary>
[Collection(nameof(SigningKeyring))]
public sealed class YumRepositoryForeignTests(SigningKeyring keyring) : RepositoryTest(keyring)
{
    [LabFact]
    public async Task A_mount_is_refused_by_name_and_keeps_its_files()
    {
        var two = await PackageAsync(2);
        await RunAsync(Wanted(await PackageAsync(1)));
        var share = Directory.CreateDirectory(Path.Combine(Aside, "share")).FullName;
        var theirs = Path.Combine(share, "theirs.txt");
        await File.WriteAllTextAsync(theirs, "theirs");
        Directory.CreateSymbolicLink(Path.Combine(Aside, "link"), Folder);
        var next = YumRepositoryFolder.Next(Repository);
        foreach (var at in new[] { Path.Combine(Repository, "the packages"), Path.Combine(next, "the packages") })
        {
            Directory.CreateDirectory(at);
            await HostShell.Here.ReadAsync(["mount", "--bind", share, at], CancellationToken.None);
            try
            {
                foreach (var request in new[] { Updated(two), Wanted(two) with { Force = true }, Updated(two) with { Path = Path.Combine(Aside, "link", "updocker") } })
                {
                    var refused = await RefusedAsync(request);
                    Assert.Equal(FailureKind.Conflict, refused.Kind);
                    Assert.StartsWith($"'{at}' is a mount", refused.Message, StringComparison.Ordinal);
                    Assert.True(File.Exists(theirs));
                }
            }
            finally
            {
                foreach (var folder in (string[])[Repository, next]) await HostShell.Here.RunAsync(["umount", Path.Combine(folder, "the packages")], CancellationToken.None);
            }

            if (Directory.Exists(at)) Directory.Delete(at);
        }

        Assert.Equal(2, (await RunAsync(Updated(two))).PackageCount);
    }
}
