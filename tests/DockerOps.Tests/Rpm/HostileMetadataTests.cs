using System.Security.Cryptography;
using System.Text;
using DockerOps.Rpm;
using DockerOps.Tests.Hostile;
using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>Metadata of a repository that somebody has made up.</summary>
public sealed class HostileMetadataTests : IDisposable
{
    private const string Package = """
        <package type="rpm"><name>a</name><arch>noarch</arch><version epoch="0" ver="1" rel="1"/><checksum type="sha256" pkgid="YES">00</checksum>
        <size package="7" installed="7" archive="7"/><location href="a-1-1.noarch.rpm"/></package>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("repository-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("md5")]
    [InlineData("")]
    [InlineData("sha\u009b31m")]
    public async Task A_checksum_of_a_kind_that_is_not_known_is_a_finding(string kind)
    {
        Write(Package, kind);
        var state = await YumRepositoryState.ReadAsync(folder, default);
        var check = new RepositoryCheck(folder, state.Metadata, new TransferMeter());
        await check.CheckMetadataAsync(default);
        Assert.Equal(RepositoryFindingKind.DamagedMetadata, Assert.Single(check.Findings).Kind);
    }

    [Fact]
    public async Task A_package_with_such_a_checksum_is_not_the_one_listed()
    {
        Write(Package.Replace("sha256", "md5", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(Path.Combine(folder, "a-1-1.noarch.rpm"), RpmFile.Of(RpmFile.Texts("a")));
        var state = await YumRepositoryState.ReadAsync(folder, default);
        var check = new RepositoryCheck(folder, state.Metadata, new TransferMeter());
        Assert.Empty(await check.ReadPackagesAsync(_ => true, default));
        Assert.Contains(RepositoryFindingKind.ChangedPackage, check.Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public async Task Sizes_beyond_all_numbers_are_added_up_to_the_largest_one()
    {
        Write(string.Concat(Enumerable.Repeat(Package.Replace("package=\"7\"", $"package=\"{long.MaxValue}\"", StringComparison.Ordinal), 3)));
        Assert.Equal(long.MaxValue, (await YumRepositoryState.ReadAsync(folder, default)).Describe(folder).Size);
    }

    [Fact]
    public async Task Damaged_lists_are_reported_in_plain_words()
    {
        foreach (var list in Damage.Of(Package, 800, seed: 3))
        {
            Write(list);
            try
            {
                var state = await YumRepositoryState.ReadAsync(folder, default);
                state.Describe(folder);
                var check = new RepositoryCheck(folder, state.Metadata, new TransferMeter());
                check.CheckList();
                await check.ReadPackagesAsync(_ => true, default);
            }
            catch (DockerOpsException)
            {
                // As it should be.
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{e}\nof:\n{list}");
            }
        }
    }

    private void Write(string packages, string kindOfOther = "sha256")
    {
        Directory.CreateDirectory(Path.Combine(folder, "repodata"));
        var primary = Encoding.UTF8.GetBytes($"<metadata>{packages}</metadata>");
        File.WriteAllBytes(Path.Combine(folder, "repodata/primary.xml"), primary);
        File.WriteAllText(Path.Combine(folder, "repodata/other.xml"), "");
        var empty = Convert.ToHexStringLower(SHA256.HashData([]));
        File.WriteAllText(Path.Combine(folder, "repodata/repomd.xml"), $"""
            <repomd><revision>1</revision>
            <data type="primary"><checksum type="sha256">{Convert.ToHexStringLower(SHA256.HashData(primary))}</checksum><location href="repodata/primary.xml"/></data>
            <data type="other"><checksum type="{kindOfOther}">{empty}</checksum><location href="repodata/other.xml"/></data></repomd>
            """);
    }
}
