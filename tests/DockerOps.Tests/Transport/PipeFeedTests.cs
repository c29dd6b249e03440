using System.Runtime.Versioning;
using System.Security.Cryptography;
using DockerOps.Files;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Transport;

/// <summary>A file on its way into a child process that reads fast, slowly, or no more.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PipeFeedTests : IDisposable
{
    private const int Length = 5_000_011;
    private readonly string folder = Directory.CreateTempSubdirectory("feed-").FullName;
    private readonly byte[] bytes = RandomNumberGenerator.GetBytes(Length);
    private readonly TransferMeter meter = new();

    public PipeFeedTests() => File.WriteAllBytes(Source, bytes);

    private string Source => Path.Combine(folder, "source");

    private string Target => Path.Combine(folder, "target");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("cat", 0)]
    [InlineData("cat", 3_000_000)]
    [InlineData("cat", Length)]
    [InlineData("sleep 0.3; head -c 100000; sleep 0.1; cat", 0)]
    public async Task ArrivesWholeAndHashed(string reader, int offset)
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var child = Child($"{{ {reader}; }} >\"$1\"", Target);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = LocalFile.OpenRead(Source);
        file.Position = offset;

        Assert.True(await PipeFeed.TryMoveAsync(file, child.Input, hash, meter, default));
        child.Input.Close();

        Assert.Equal(0, await child.WaitAsync(default));
        Assert.Equal(Length - offset, meter.Done);
        Assert.Equal(bytes[offset..], await File.ReadAllBytesAsync(Target));
        Assert.Equal(SHA256.HashData(bytes.AsSpan(offset)), hash.GetHashAndReset());
    }

    [Fact]
    public async Task SaysThatNobodyReads()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var child = Child("exec head -c 1");
        var e = await Assert.ThrowsAsync<IOException>(() => MoveAsync(child, default));
        Assert.Equal(32, e.HResult);
    }

    [Fact]
    public async Task EndsWhenItIsCancelledWhileThePipeIsFull()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var stop = new CancellationTokenSource();
        await using var child = Child("exec sleep 60");
        var moving = MoveAsync(child, stop.Token);
        while (meter.Done == 0) await Task.Delay(5);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => moving.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.InRange(meter.Done, 1, Length - 1);
    }

    [Fact]
    public async Task LeavesToOthersWhatIsNoPipe()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = LocalFile.OpenRead(Source);
        using var target = new MemoryStream();
        Assert.False(await PipeFeed.TryMoveAsync(file, target, hash, meter, default));
        Assert.Equal((0, 0, 0), (target.Length, meter.Done, file.Position));
    }

    // proc(5): the memory of a process is a file that can be read and has no pages to give.
    [Fact]
    public async Task LeavesToOthersAFileThatCannotBeSpliced()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var child = Child("exec cat");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream($"/proc/{Environment.ProcessId}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        Assert.False(await PipeFeed.TryMoveAsync(file, child.Input, hash, meter, default));
        Assert.Equal(0, meter.Done);
    }

    private static HostProcess Child(string script, params string[] arguments) => HostProcess.Start(["sh", "-c", script, "sh", .. arguments]);

    private async Task<bool> MoveAsync(HostProcess child, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = LocalFile.OpenRead(Source);
        return await PipeFeed.TryMoveAsync(file, child.Input, hash, meter, cancellation);
    }
}
