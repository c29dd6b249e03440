using DockerOps.Images.Transfer;
using DockerOps.Tests.CannedEngines;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Export, import and copy with engines that break off, lie or stall: one failure, and no file.</summary>
public sealed class ImageFaultTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("faults-").FullName;
    private readonly ArchiveBuilder archive = ArchiveBuilder.Docker20("sme-9:6.5");

    private string Target => Path.Combine(folder, "out.tar");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_whole_archive_becomes_the_file()
    {
        await using var engine = Engine(CannedEngine.Chunked(archive.ToTar()));

        var written = await LabImages.ResultAsync<ImageArchive>(Export(engine));

        Assert.Equal((Target, ArchiveBuilder.Hex(archive.ToTar()), engine.Host), (written.Path, written.Sha256, written.DockerHost));
        Assert.Equal(archive.ToTar(), await File.ReadAllBytesAsync(Target));
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(6000)]
    public async Task An_answer_that_breaks_off_leaves_no_file(int length)
    {
        await using var engine = Engine(CannedEngine.Chunked(archive.ToTar()[..length], whole: false));

        var failure = await FailureAsync(engine);

        Assert.Equal((FailureKind.Unreachable, engine.Host), (failure.Kind, failure.Target));
    }

    [Fact]
    public async Task An_answer_that_ends_early_as_if_whole_leaves_no_file()
    {
        for (var length = 0; length < archive.ToTar().Length - 1024; length += 512)
        {
            await using var engine = Engine(CannedEngine.Chunked(archive.ToTar()[..length]));

            var failure = await FailureAsync(engine);

            Assert.Equal((FailureKind.Corrupt, Target), (failure.Kind, failure.Target));
        }
    }

    [Fact]
    public async Task An_archive_without_a_layer_leaves_no_file()
    {
        archive.Remove(archive.Names.First(name => name.EndsWith("/layer.tar", StringComparison.Ordinal)));
        await using var engine = Engine(CannedEngine.Chunked(archive.ToTar()));

        var failure = await FailureAsync(engine);

        Assert.Equal((FailureKind.Corrupt, Target), (failure.Kind, failure.Target));
        Assert.Contains("layer.tar", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_of_another_image_leaves_no_file()
    {
        await using var engine = Engine(CannedEngine.Chunked(ArchiveBuilder.Podman("other:1").ToTar()));

        var failure = await FailureAsync(engine);

        Assert.Equal((FailureKind.Corrupt, Target), (failure.Kind, failure.Target));
        Assert.Contains("lacks sme-9:6.5", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_has_the_engines_words_and_leaves_no_file()
    {
        await using var engine = Engine(CannedEngine.Json(500, """{"message":"cannot open layer"}"""));

        Assert.Contains("cannot open layer", (await FailureAsync(engine)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_there_stays_as_it_is(bool overwrite)
    {
        await File.WriteAllTextAsync(Target, "precious");
        await using var engine = Engine(CannedEngine.Chunked(archive.ToTar(), whole: false));

        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => Exports.ArchiveAsync(CopyEnd.Of(engine.Client), ["sme-9:6.5"], Target, overwrite: overwrite));

        Assert.Equal(overwrite ? FailureKind.Unreachable : FailureKind.Conflict, failure.Kind);
        Assert.Equal("precious", await File.ReadAllTextAsync(Target));
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Progress_never_goes_back_and_the_result_comes_last()
    {
        var tar = archive.ToTar();
        await using var engine = Engine(async stream =>
        {
            await stream.WriteAsync(CannedEngine.ChunkedHead());
            foreach (var part in tar.Chunk(tar.Length / 8))
            {
                await stream.WriteAsync(CannedEngine.Chunk(part));
                await Task.Delay(100);
            }

            await stream.WriteAsync(CannedEngine.Chunk([]));
        });

        var events = new List<Event>();
        await foreach (var item in Export(engine)) events.Add(item);

        var progress = events.OfType<Progress>().ToList();
        Assert.NotEmpty(progress);
        Assert.IsType<Output<ImageArchive>>(events[^1]);
        Assert.All(progress, item => Assert.Equal("Export sme-9:6.5", item.Activity));
        Assert.Equal(progress.Select(item => item.Done).Order(), progress.Select(item => item.Done));
        Assert.Equal(progress.Select(item => item.Elapsed).Order(), progress.Select(item => item.Elapsed));
    }

    [Fact]
    public async Task A_cancelled_export_lets_go_of_the_engine_and_leaves_no_file()
    {
        var gone = new TaskCompletionSource();
        await using var engine = Engine(async stream =>
        {
            await stream.WriteAsync((byte[])[.. CannedEngine.ChunkedHead(), .. CannedEngine.Chunk(archive.ToTar()[..2048])]);
            // Stalls until the client goes away.
            await stream.CopyToAsync(Stream.Null);
            gone.SetResult();
        });
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Export(engine, stop.Token))
            {
                if (File.Exists(Target + ".partial")) await stop.CancelAsync();
            }
        });

        Assert.Empty(Directory.GetFiles(folder));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_consumer_that_walks_away_ends_the_export()
    {
        var gone = new TaskCompletionSource();
        await using var engine = Engine(async stream =>
        {
            await stream.WriteAsync(CannedEngine.ChunkedHead());
            await stream.CopyToAsync(Stream.Null);
            gone.SetResult();
        });

        await foreach (var _ in Export(engine))
        {
            if (File.Exists(Target + ".partial")) break;
        }

        Assert.Empty(Directory.GetFiles(folder));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_source_that_breaks_off_while_copying_is_the_failure()
    {
        await using var source = Engine(CannedEngine.Chunked(archive.ToTar()[..6000], whole: false));
        await using var destination = new CannedEngine();
        destination.On("POST /images/load", stream => stream.CopyToAsync(Stream.Null));

        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => Copies.RunAsync(source.Client, destination.Client, "sme-9:6.5"));

        Assert.Equal((FailureKind.Unreachable, source.Host), (failure.Kind, failure.Target));
    }

    [Fact]
    public async Task A_copy_with_other_layers_is_a_failure()
    {
        await using var source = Engine(CannedEngine.Chunked(archive.ToTar()));
        await using var destination = new CannedEngine();
        destination.On("POST /images/load", async stream =>
        {
            await ReadChunksAsync(stream);
            await stream.WriteAsync(CannedEngine.Chunked("{\"stream\":\"Loaded image: sme-9:6.5\\n\"}\n"u8.ToArray()));
        });
        destination.On("GET /images/sme-9:6.5/json", Inspect("sha256:" + new string('b', 64)));
        destination.On("DELETE /images/sme-9:6.5", CannedEngine.Json(200, "[]"));

        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => Copies.RunAsync(source.Client, destination.Client, "sme-9:6.5"));

        Assert.Equal((FailureKind.Corrupt, "sme-9:6.5"), (failure.Kind, failure.Target));
        Assert.Contains("other layers", failure.Message, StringComparison.Ordinal);
        Assert.Contains(destination.Asked, asked => asked.StartsWith("DELETE /v1.41/images/sme-9:6.5", StringComparison.Ordinal));
    }

    // To the last chunk of a request's body.
    private static async Task ReadChunksAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var got = 0;
        while (!buffer.AsSpan(0, got).EndsWith("\r\n0\r\n\r\n"u8)) got += await stream.ReadAsync(buffer.AsMemory(got));
    }

    private static IAsyncEnumerable<Event> Export(CannedEngine engine, string target, CancellationToken stop) =>
        Exports.RunAsync(CopyEnd.Of(engine.Client), ["sme-9:6.5"], target, stop: stop);

    private IAsyncEnumerable<Event> Export(CannedEngine engine, CancellationToken stop = default) => Export(engine, Target, stop);

    private async Task<DockerOpsException> FailureAsync(CannedEngine engine)
    {
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => LabImages.ResultAsync<ImageArchive>(Export(engine)));
        Assert.Empty(Directory.GetFiles(folder));
        return failure;
    }

    private static byte[] Inspect(string layer) => CannedEngine.Json(200, $$$"""
        {"Id":"sha256:{{{new string('a', 64)}}}","RepoTags":["sme-9:6.5"],"Created":"2024-05-06T07:08:09Z","Size":3300,
         "RootFS":{"Type":"layers","Layers":["{{{layer}}}"]}}
        """);

    private static CannedEngine Engine(byte[] save) => Engine(async stream => await stream.WriteAsync(save));

    private static CannedEngine Engine(Func<Stream, Task> save)
    {
        var engine = new CannedEngine();
        foreach (var name in (string[])["sme-9:6.5", "sha256:" + new string('a', 64)])
            engine.On($"GET /images/{name}/json", Inspect("sha256:" + new string('c', 64)));
        engine.On("GET /images/get", save);
        return engine;
    }
}
