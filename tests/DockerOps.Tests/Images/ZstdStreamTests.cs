using DockerOps.Files;
using DockerOps.Images.Transfer;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>What is written to a packer comes to an end when its target does not take it.</summary>
public sealed class ZstdStreamTests
{
    // Either ends at once; the bound is for a machine that is busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_cancel_ends_a_write_that_waits_for_a_target_that_stands_still()
    {
        if (!await ZstdStream.IsHereAsync(CancellationToken.None)) return;
        using var stop = new CancellationTokenSource();
        await using var packer = await ZstdStream.OpenAsync(new Target(), stop.Token);
        try
        {
            var moving = await FillAsync(packer, stop.Token);
            await stop.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => moving.WaitAsync(Patience));
        }
        finally
        {
            await packer.AbandonAsync();
        }
    }

    [Fact]
    public async Task A_target_that_breaks_ends_the_write_and_is_what_the_failure_tells()
    {
        if (!await ZstdStream.IsHereAsync(CancellationToken.None)) return;
        var target = new Target();
        await using var packer = await ZstdStream.OpenAsync(target, CancellationToken.None);
        try
        {
            var moving = await FillAsync(packer, CancellationToken.None);
            target.Break();

            var failure = await Assert.ThrowsAsync<IOException>(() => moving.WaitAsync(Patience));
            Assert.Equal(Target.Words, failure.Message);
        }
        finally
        {
            await packer.AbandonAsync();
        }
    }

    // Writes until all buffers and pipes up to the target are full, and nothing moves any more.
    private static async Task<Task<long>> FillAsync(Stream packer, CancellationToken cancellation)
    {
        var source = new Noise();
        var moving = BytePump.MoveAsync(source, packer, hash: null, new TransferMeter(), cancellation);
        var (before, still) = (0L, 0);
        while (still < 5)
        {
            await Task.Delay(200, CancellationToken.None);
            still = source.Count == before && before > 0 ? still + 1 : 0;
            before = source.Count;
        }

        return moving;
    }

    // Without an end, and no packer makes it smaller.
    private sealed class Noise : ForwardStream
    {
        private long count;

        public long Count => Interlocked.Read(ref count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Random.Shared.NextBytes(buffer.Span);
            Interlocked.Add(ref count, buffer.Length);
            return ValueTask.FromResult(buffer.Length);
        }
    }

    // Takes nothing, until it breaks.
    private sealed class Target : ForwardStream
    {
        public const string Words = "the target broke";

        private readonly TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanWrite => true;

        public void Break() => broken.TrySetException(new IOException(Words));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(broken.Task.WaitAsync(cancellationToken));
    }
}
