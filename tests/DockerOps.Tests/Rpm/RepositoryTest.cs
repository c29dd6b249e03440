using System.Security.Cryptography;
using DockerOps.Hosts;
using DockerOps.Rpm;
using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>What tests of repositories share: a keyring, a folder, packages of the lab, and a look at all that is there.</summary>
[Collection(nameof(SigningKeyring))]
public abstract class RepositoryTest(SigningKeyring keyring) : IClassFixture<SigningKeyring>, IDisposable
{
    private protected SigningKeyring Keyring { get; } = keyring;

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("dockerops-test.").FullName;

    private protected string Aside { get; } = Directory.CreateTempSubdirectory("dockerops-test.").FullName;

    private protected string Repository => Path.Combine(Folder, "updocker");

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var made in (string[])[Folder, Aside]) Directory.Delete(made, recursive: true);
    }

    private protected static async Task<RpmPackage> PackageAsync(int number) => await RpmPackageReader.ReadAsync(
        Directory.GetFiles(Lab.Current.Text("rpm", "tree") + "/smeextras", $"perl-Lab-{number}-*.rpm").Single(), CancellationToken.None);

    /// <summary>A package of the same name, version, release and architecture, built with something else in it.</summary>
    private protected async Task<RpmPackage> OtherBuildAsync(RpmPackage package)
    {
        var build = Directory.CreateTempSubdirectory("dockerops-test.").FullName;
        try
        {
            var spec = Path.Combine(build, "other.spec");
            await File.WriteAllTextAsync(spec, $"""
                Name: {package.Name}
                Version: {package.Version}
                Release: {package.Release}
                Summary: Another build
                License: none
                %description
                Another build.
                %files

                """);
            await HostShell.Here.ReadAsync(["rpmbuild", "--quiet", "-bb", "--target", package.Architecture, "--define", "_topdir " + build, spec], CancellationToken.None);
            var target = Path.Combine(Aside, package.FileName);
            File.Move(Directory.GetFiles(build, "*.rpm", SearchOption.AllDirectories).Single(), target);
            return await RpmPackageReader.ReadAsync(target, CancellationToken.None);
        }
        finally
        {
            Directory.Delete(build, recursive: true);
        }
    }

    private protected static YumRepositoryDefinition Base(string name) =>
        new() { Id = name, BaseUrl = [$"file://{Lab.Current.Text("rpm", "tree")}/{name}"], GpgCheck = false };

    private protected static void Flip(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x55;
        File.WriteAllBytes(path, bytes);
    }

    private protected static string Sha256(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private protected static Task<YumRepositoryBuild> PlanAsync(YumRepositoryRequest request) => YumRepositoryBuild.PrepareAsync(request, CancellationToken.None);

    private protected static async Task<YumRepository> RunAsync(YumRepositoryRequest request) => await RunAsync(await PlanAsync(request));

    private protected static async Task<YumRepository> RunAsync(YumRepositoryBuild plan) =>
        (await plan.RunAsync(CancellationToken.None).ToListAsync()).OfType<Output<YumRepository>>().Single().Value;

    private protected static Task<DockerOpsException> RefusedAsync(YumRepositoryRequest request) => Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(request));

    private protected static async Task<RepositoryAudit> LookAsync(string path, string? key) =>
        (await YumRepositoryAudit.RunAsync(path, key, [], CancellationToken.None).ToListAsync()).OfType<Output<RepositoryAudit>>().Single().Value;

    private protected YumRepositoryRequest Wanted(params RpmPackage[] packages) => new() { Path = Repository, Update = false, Packages = packages };

    private protected YumRepositoryRequest Updated(params RpmPackage[] packages) => new() { Path = Repository, Update = true, Packages = packages };

    private protected Task<RepositoryAudit> AuditAsync(string? key = null) => LookAsync(Repository, key);

    private protected async Task ValidAsync()
    {
        var audit = await AuditAsync();
        Assert.True(audit is { IsValid: true, ClientAsked: true }, string.Join('\n', audit.Findings));
        Assert.NotNull(audit.SigningKey);
    }

    private protected HashSet<string> Metadata() => Directory.GetFiles(Path.Combine(Repository, YumRepositoryFolder.Metadata), "*.gz").Select(file => Path.GetRelativePath(Repository, file)).ToHashSet();

    // Every file with its content, and nothing beside the folder.
    private protected string State() => string.Join('\n', Directory.GetFiles(Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Order(StringComparer.Ordinal).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(file => $"{file} {Sha256(file)}"));
}

/// <summary>One at a time: the keyring is the process's.</summary>
[CollectionDefinition(nameof(SigningKeyring))]
public sealed class OneKeyring;
