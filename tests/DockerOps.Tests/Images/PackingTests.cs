using DockerOps.Images.Transfer;
using DockerOps.Sessions;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>What is sent packed arrives whole, and a slow connection is what makes packing worth it.</summary>
public sealed class PackingTests
{
    [LabTheory("newEngine")]
    [InlineData(TransferCompression.Gzip, "local", "new", TransferCompression.Gzip)]
    [InlineData(TransferCompression.Zstd, "local", "new", TransferCompression.Zstd)]
    [InlineData(TransferCompression.Zstd, "new", "local", TransferCompression.Gzip)]
    [InlineData(TransferCompression.Auto, "local", "new", TransferCompression.None)]
    public async Task An_image_travels_packed(TransferCompression asked, string from, string to, TransferCompression made)
    {
        if (made == TransferCompression.Zstd && !await ZstdStream.IsHereAsync(CancellationToken.None)) made = TransferCompression.Gzip;
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        var image = new LayeredImage().Add(200_000).AddOddities();
        var name = await image.LoadAsync(images, from);

        var transfer = Assert.Single((await Copies.RunAsync(
            CopyEnd.Of(sessions, images.Engine(from).Host), [CopyEnd.Of(sessions, images.Engine(to).Host)], [name],
            new CopyOptions { RetryCount = 0, Compression = asked })).Transfers());

        Assert.Equal((made, 2), (transfer.Compression, transfer.LayersSent));
        Assert.Equal(image.DiffIds, (await DockerOps.Images.ImageList.InspectAsync(images.Engine(to), name, CancellationToken.None)).RootFS!.Layers!);
    }

    [LabTheory]
    [InlineData(100e3, 1 << 30, true)]
    [InlineData(100e3, 0, false)]
    [InlineData(100e9, 1 << 30, false)]
    public async Task Packing_pays_on_a_slow_connection_with_much_to_send(double bytesPerSecond, long left, bool pays)
    {
        await using var images = new LabImages();
        var side = await EngineSide.OpenAsync(CopyEnd.Of(images.Engine("local")), CancellationToken.None);

        var choice = await Packing.ChooseAsync(side, new byte[1 << 20], bytesPerSecond, left, zstdHere: false, CancellationToken.None);

        Assert.Equal(pays ? TransferCompression.Gzip : TransferCompression.None, choice);
        var random = new byte[1 << 20];
        Random.Shared.NextBytes(random);
        Assert.Equal(TransferCompression.None, await Packing.ChooseAsync(side, random, bytesPerSecond, left, zstdHere: false, CancellationToken.None));
    }

    [LabTheory("newEngine")]
    [InlineData("local", "new", true)]
    [InlineData("local", "new", false)]
    [InlineData("new", "local", true)]
    [InlineData("local", "containerd", true)]
    [InlineData("containerd", "new", false)]
    public async Task A_copy_over_a_slow_connection_begins_once_more_packed(string from, string to, bool packs)
    {
        if ((from == "containerd" || to == "containerd") && !Lab.Current.Has("containerdStore")) return;
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        await using var relay = new CuttingRelay(images.Engine(to).Host) { BytesPerSecond = 2 << 20 };
        var image = new LayeredImage().Add();
        image = packs ? image.AddText(48 << 20) : image.Add(12 << 20);
        var name = await image.LoadAsync(images, from);

        var events = await Copies.RunAsync(
            CopyEnd.Of(sessions, images.Engine(from).Host), [CopyEnd.Of(sessions, relay.Host)], [name], new CopyOptions { RetryCount = 0 });

        var transfer = Assert.Single(events.Transfers());
        Assert.Contains(events.OfType<Note>(), note => note.Text.Contains("the connection takes", StringComparison.Ordinal));
        Assert.Equal(packs, transfer.Compression is TransferCompression.Gzip or TransferCompression.Zstd);
        if (packs) Assert.InRange(transfer.BytesSent, 1 << 20, 16 << 20);
        Assert.Equal(image.DiffIds, (await DockerOps.Images.ImageList.InspectAsync(images.Engine(to), name, CancellationToken.None)).RootFS!.Layers!);
    }

    [Fact]
    public async Task A_beginning_goes_once_more_to_where_the_judge_says_and_all_else_once()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        var speed = 0d;
        await using var watched = new WatchedStream(first, (_, bytesPerSecond) =>
        {
            speed = bytesPerSecond;
            return Task.FromResult<Stream?>(second);
        });
        var data = new byte[20_000_000];
        Random.Shared.NextBytes(data);

        for (var at = 0; at < data.Length; at += 250_000) await watched.WriteAsync(data.AsMemory(at, 250_000));

        Assert.True(speed > 1e6, $"{speed} bytes a second into memory");
        Assert.InRange(first.Length, 1, 12 << 20);
        Assert.Equal(data, second.ToArray());
    }

    [LabFact("newEngine")]
    public async Task A_cut_leaves_no_program_behind()
    {
        if (!OperatingSystem.IsLinux() || !await ZstdStream.IsHereAsync(CancellationToken.None)) return;
        await using var images = new LabImages();
        await using var sessions = new HostSessions();
        await using var relay = new CuttingRelay(images.Engine("new").Host);
        var name = await new LayeredImage().Add(2_000_000).LoadAsync(images, "local");
        relay.CutAfter(1_000_000);

        var transfer = Assert.Single((await Copies.RunAsync(
            CopyEnd.Of(sessions, images.Engine("local").Host), [CopyEnd.Of(sessions, relay.Host)], [name],
            new CopyOptions { RetryCount = 1, RetryPause = TimeSpan.Zero, Compression = TransferCompression.Zstd })).Transfers());

        Assert.Equal((1, TransferCompression.Zstd), (transfer.Retries, transfer.Compression));
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var left = System.Diagnostics.Process.GetProcessesByName("zstd").Where(process => ParentOf(process.Id) == self.Id).Select(process => process.Id);
        Assert.Empty(left);
    }

    // The fourth field of /proc/PID/stat (proc(5)); the second, a name in parentheses, has no space here.
    private static int ParentOf(int process)
    {
        try
        {
            return int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(' ')[3], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
