using System.Runtime.Versioning;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Sessions;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Containers;

/// <summary>Copies into containers of the lab's engines and out of them, and exports them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ContainerCopyTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("copy-").FullName;

    public static TheoryData<string> Engines => LabEngine.All;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task A_folder_comes_back_as_it_went(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var container = await CreateAsync(engine);
        var source = MakeFolder();

        var into = await IntoAsync(engine.Client, container, source, "/tmp/");
        var back = await FromAsync(engine.Client, container, "/tmp/source", Path.Combine(root, "back"));

        Assert.Equal((2, 300_005L, "/tmp/source"), (into.Files, into.Size, into.ContainerPath));
        Assert.Equal((2, 300_005L), (back.Files, back.Size));
        Assert.Equal(File.ReadAllBytes(Path.Combine(source, "sub", "large")), File.ReadAllBytes(Path.Combine(root, "back", "sub", "large")));
        Assert.Equal("small", new FileInfo(Path.Combine(root, "back", "link")).LinkTarget);
        Assert.Equal((UnixFileMode)0b111_101_000, File.GetUnixFileMode(Path.Combine(root, "back", "small")));
        Assert.Equal(new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc), File.GetLastWriteTimeUtc(Path.Combine(root, "back", "small")));
        Assert.False(Path.Exists(Path.Combine(root, "back.partial")));
    }

    // docker-container-cp(1), DESCRIPTION.
    [LabTheory]
    [InlineData("source/small", false, "/tmp", "/tmp/small")]
    [InlineData("source/small", false, "/tmp/", "/tmp/small")]
    [InlineData("source/small", false, "/tmp/renamed", "/tmp/renamed")]
    [InlineData("source/small", false, "tmp/../tmp/renamed", "/tmp/renamed")]
    [InlineData("source", false, "/tmp", "/tmp/source/small")]
    [InlineData("source", false, "/tmp/renamed", "/tmp/renamed/small")]
    [InlineData("source", true, "/tmp", "/tmp/small")]
    [InlineData("source", true, "/tmp/renamed", "/tmp/renamed/small")]
    public async Task A_copy_goes_where_docker_cp_puts_it(string source, bool content, string destination, string expected)
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await CreateAsync(engine);
        MakeFolder();

        await IntoAsync(engine.Client, container, Path.Combine(root, source), destination, content);

        Assert.NotNull(await ContainerPath.FindAsync(engine.Client, container, expected, CancellationToken.None));
    }

    [LabFact]
    public async Task What_exists_is_replaced_only_on_demand()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await CreateAsync(engine);
        var file = Path.Combine(MakeFolder(), "small");
        await IntoAsync(engine.Client, container, file, "/tmp/x");
        File.WriteAllText(file, "changed");

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => IntoAsync(engine.Client, container, file, "/tmp/x"));
        Assert.Equal((FailureKind.Conflict, (object)"/tmp/x"), (failure.Kind, failure.Target));
        await IntoAsync(engine.Client, container, file, "/tmp/x", overwrite: true);

        var target = Path.Combine(root, "x");
        await FromAsync(engine.Client, container, "/tmp/x", target);
        Assert.Equal("changed", File.ReadAllText(target));
        failure = await Assert.ThrowsAsync<DockerOpsException>(() => FromAsync(engine.Client, container, "/tmp/x", target));
        Assert.Equal((FailureKind.Conflict, (object)target), (failure.Kind, failure.Target));
    }

    [LabTheory]
    [InlineData("/no/such/folder/x", FailureKind.NotFound)]
    [InlineData("/no-such-folder/", FailureKind.NotFound)]
    [InlineData("/etc/passwd/x", FailureKind.NotFound)]
    [InlineData("/etc/passwd", FailureKind.Conflict)]
    public async Task A_destination_that_cannot_be_is_a_failure(string destination, FailureKind kind)
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await CreateAsync(engine);
        var file = Path.Combine(MakeFolder(), "small");

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => IntoAsync(engine.Client, container, file, destination));

        Assert.Equal(kind, failure.Kind);
    }

    [LabFact]
    public async Task What_is_announced_is_what_is_sent()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await CreateAsync(engine);
        await using var proxy = new RecordingProxy(engine.Client.Host);
        await using var session = await HostSession.OpenAsync(proxy.Host, SshLogin.Default, CancellationToken.None);

        var plan = await CopyInto.PlanAsync(session.Engine, container, MakeFolder(), content: false, "/tmp/", overwrite: false, CancellationToken.None);
        Assert.Empty(proxy.Changes);
        await ResultAsync<CopiedItem>(CopyInto.RunAsync(session.Engine, plan, CancellationToken.None));

        Assert.Equal([(plan.Request with { Source = null }).ToString()], proxy.Changes);
    }

    [LabFact]
    public async Task A_copy_out_that_is_stopped_leaves_nothing()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await CreateAsync(engine);
        await IntoAsync(engine.Client, container, MakeFolder(), "/tmp/");
        var target = Path.Combine(root, "back");
        for (var delay = 0; delay < 60; delay += 3)
        {
            using var stop = new CancellationTokenSource(delay);
            try
            {
                var plan = await CopyFrom.PlanAsync(engine.Client, container, "/tmp/source", target, false, false, stop.Token);
                await ResultAsync<CopiedItem>(CopyFrom.RunAsync(engine.Client, plan, stop.Token));
                Directory.Delete(target, recursive: true);
            }
            catch (OperationCanceledException)
            {
                Assert.False(Path.Exists(target));
            }

            Assert.False(Path.Exists(target + ".partial"));
        }
    }

    [LabTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_export_is_whole_and_hashed(bool compress)
    {
        await using var engine = await LabEngine.OpenAsync("sme");
        var container = await CreateAsync(engine);
        var path = Path.Combine(root, "export");

        var archive = await ResultAsync<ContainerArchive>(
            ContainerExport.RunAsync(engine.Client, container, path, overwrite: false, compress, CancellationToken.None));

        var bytes = File.ReadAllBytes(path);
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes)).ToLowerInvariant(), archive.Sha256);
        Assert.Equal((bytes.LongLength, path, compress), (archive.Size, archive.Path, archive.IsCompressed));
        Assert.InRange(archive.Members, 10, int.MaxValue);
        Assert.Equal([path], Directory.GetFileSystemEntries(root));
    }

    [LabFact]
    public async Task An_export_that_fails_or_is_stopped_leaves_nothing_and_keeps_what_was_there()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var container = await CreateAsync(engine);
        var path = Path.Combine(root, "export");
        File.WriteAllText(path, "mine");

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ExportAsync(container, overwrite: false, CancellationToken.None));
        Assert.Equal((FailureKind.Conflict, (object)path), (failure.Kind, failure.Target));
        Assert.Equal(FailureKind.NotFound, (await Assert.ThrowsAsync<DockerOpsException>(() => ExportAsync("no-such", overwrite: true, CancellationToken.None))).Kind);
        using (var stop = new CancellationTokenSource(1))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ExportAsync(container, overwrite: true, stop.Token));

        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(root));

        Task<ContainerArchive> ExportAsync(string name, bool overwrite, CancellationToken stop) => ResultAsync<ContainerArchive>(
            ContainerExport.RunAsync(engine.Client, name, path, overwrite, compress: false, stop));
    }

    private static async Task<string> CreateAsync(LabEngine engine) =>
        (await ContainerCreation.RunAsync(engine.Client, engine.Spec("true"), CancellationToken.None)).Id;

    private static async Task<CopiedItem> IntoAsync(
        EngineClient engine, string container, string source, string destination, bool content = false, bool overwrite = false)
    {
        var plan = await CopyInto.PlanAsync(engine, container, source, content, destination, overwrite, CancellationToken.None);
        return await ResultAsync<CopiedItem>(CopyInto.RunAsync(engine, plan, CancellationToken.None));
    }

    private static async Task<CopiedItem> FromAsync(EngineClient engine, string container, string source, string destination)
    {
        var plan = await CopyFrom.PlanAsync(engine, container, source, destination, intoFolder: false, overwrite: false, CancellationToken.None);
        return await ResultAsync<CopiedItem>(CopyFrom.RunAsync(engine, plan, CancellationToken.None));
    }

    private static async Task<T> ResultAsync<T>(IAsyncEnumerable<Event> events)
        where T : class
    {
        T? result = null;
        await foreach (var item in events)
        {
            if (item is Output<T> output) result = output.Value;
        }

        return result!;
    }

    private string MakeFolder()
    {
        var source = Path.Combine(root, "source");
        Directory.CreateDirectory(Path.Combine(source, "sub"));
        File.WriteAllText(Path.Combine(source, "small"), "small");
        File.SetUnixFileMode(Path.Combine(source, "small"), (UnixFileMode)0b111_101_000);
        File.SetLastWriteTimeUtc(Path.Combine(source, "small"), new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        var large = new byte[300_000];
        new Random(1).NextBytes(large);
        File.WriteAllBytes(Path.Combine(source, "sub", "large"), large);
        File.CreateSymbolicLink(Path.Combine(source, "link"), "small");
        return source;
    }
}
