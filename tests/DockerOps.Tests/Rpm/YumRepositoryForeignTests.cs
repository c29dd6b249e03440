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

    [LabFact]
    public async Task A_package_nobody_gave_is_not_signed_for()
    {
        var (one, two, three) = (await PackageAsync(1), await PackageAsync(2), await PackageAsync(3));
        await RunAsync(Wanted(one) with { SigningKey = SigningKeyring.Key });
        var dropped = Path.Combine(Repository, "dropped.rpm");
        File.Copy(two.Path, dropped);
        var before = State();
        var refused = await Assert.ThrowsAsync<DockerOpsException>(() => PlanAsync(Updated(three)));
        Assert.Equal(FailureKind.Conflict, refused.Kind);
        Assert.StartsWith($"'{dropped}'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, State());

        // Given, it comes in as every other one does.
        var updated = await RunAsync(Updated(await RpmPackageReader.ReadAsync(dropped, CancellationToken.None), three));
        Assert.Equal(3, updated.PackageCount);
        Assert.False(File.Exists(dropped));
        await ValidAsync();

        // A folder that is replaced holds what was asked for, and other files that were in it.
        File.Copy((await PackageAsync(4)).Path, dropped);
        await File.WriteAllTextAsync(Path.Combine(Repository, "README"), "x");
        var plan = await PlanAsync(Wanted(one) with { SigningKey = SigningKeyring.Key, Force = true });
        Assert.Contains(plan.Lines, line => line.Contains("leave out dropped.rpm", StringComparison.Ordinal));
        Assert.Equal(1, (await RunAsync(plan)).PackageCount);
        Assert.False(File.Exists(dropped));
        Assert.True(File.Exists(Path.Combine(Repository, "README")));
        await ValidAsync();
    }

    [LabFact]
    public async Task A_package_that_is_gone_or_a_link_is_told_of()
    {
        var one = await PackageAsync(1);
        await RunAsync(Wanted(one, await PackageAsync(2)) with { SigningKey = SigningKeyring.Key });
        var (file, aside) = (Path.Combine(Repository, one.FileName), Path.Combine(Aside, one.FileName));
        File.Move(file, aside);
        var before = State();
        var refused = await RefusedAsync(Updated(await PackageAsync(3)));
        Assert.Equal(FailureKind.Corrupt, refused.Kind);
        Assert.Contains(one.FileName, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, State());
        File.CreateSymbolicLink(file, aside);
        var finding = Assert.Single((await AuditAsync()).Findings, finding => finding.Kind == RepositoryFindingKind.MissingPackage);
        Assert.Contains("is a link", finding.Message, StringComparison.Ordinal);
        File.Delete(file);
        Assert.Equal(2, (await RunAsync(Updated(await PackageAsync(3)) with { Remove = [one.Name] })).PackageCount);
        await ValidAsync();
    }
}
