using System.Buffers;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace DockerOps.Files;

/// <summary>
/// Moves a stream into another with four recycled buffers of 512 KiB: one task reads, another writes, a third hashes what
/// is being written, so that none waits long for another, and memory stays at two megabytes whatever the length. Full
/// buffers matter more than large ones: sockets give a few kilobytes at a time.
/// </summary>
internal static class BytePump
{
    private const int BufferSize = 512 * 1024;
    private const int Buffers = 4;

    /// <summary>Moves everything.</summary>
    /// <param name="source">Read to its end.</param>
    /// <param name="target">Written to and not closed.</param>
    /// <param name="hash">Fed with every byte, or null.</param>
    /// <param name="meter">Counts what was written.</param>
    /// <param name="cancellation">Ends the transfer.</param>
    /// <returns>The number of bytes.</returns>
    public static async Task<long> MoveAsync(
        Stream source, Stream target, IncrementalHash? hash, TransferMeter meter, CancellationToken cancellation)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var free = Channel.CreateBounded<byte[]>(Buffers);
        var full = Channel.CreateBounded<(byte[] Buffer, int Count)>(Buffers);
        for (var i = 0; i < Buffers; i++) free.Writer.TryWrite(ArrayPool<byte>.Shared.Rent(BufferSize));

        var writing = Task.Run(() => WriteAsync(full.Reader, free.Writer, target, hash, meter, linked), CancellationToken.None);
        try
        {
            var total = await ReadAsync(source, free.Reader, full.Writer, linked.Token).ConfigureAwait(false);
            full.Writer.Complete();
            await writing.ConfigureAwait(false);
            return total;
        }
        catch
        {
            // Whichever side failed first tells why; the other is only cancelled.
            await linked.CancelAsync().ConfigureAwait(false);
            full.Writer.TryComplete();
            if (await Task.WhenAny(writing).ConfigureAwait(false) is { IsFaulted: true } failed && !cancellation.IsCancellationRequested)
                await failed.ConfigureAwait(false);
            throw;
        }
        finally
        {
            while (free.Reader.TryRead(out var buffer)) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<long> ReadAsync(
        Stream source, ChannelReader<byte[]> free, ChannelWriter<(byte[], int)> full, CancellationToken cancellation)
    {
        long total = 0;
        while (true)
        {
            var buffer = await free.ReadAsync(cancellation).ConfigureAwait(false);
            var count = await FillAsync(source, buffer, cancellation).ConfigureAwait(false);
            if (count == 0) return total;
            total += count;
            await full.WriteAsync((buffer, count), cancellation).ConfigureAwait(false);
        }
    }

    // Asked asynchronously, a FileStream hands each buffer to another thread of the pool, and this one spins meanwhile.
    private static ValueTask<int> FillAsync(Stream source, byte[] buffer, CancellationToken cancellation) => source is FileStream
        ? ValueTask.FromResult(source.ReadAtLeast(buffer.AsSpan(0, BufferSize), BufferSize, throwOnEndOfStream: false))
        : source.ReadAtLeastAsync(buffer.AsMemory(0, BufferSize), BufferSize, throwOnEndOfStream: false, cancellation);

    private static async Task WriteAsync(
        ChannelReader<(byte[] Buffer, int Count)> full, ChannelWriter<byte[]> free, Stream target, IncrementalHash? hash,
        TransferMeter meter, CancellationTokenSource linked)
    {
        try
        {
            await foreach (var (buffer, count) in full.ReadAllAsync(linked.Token).ConfigureAwait(false))
            {
                var hashing = hash is null ? Task.CompletedTask : Task.Run(() => hash.AppendData(buffer, 0, count), CancellationToken.None);
                try
                {
                    if (target is FileStream) target.Write(buffer, 0, count);
                    else await target.WriteAsync(buffer.AsMemory(0, count), linked.Token).ConfigureAwait(false);
                }
                finally
                {
                    // Neither the buffer nor the hash may go back to its owner before it is done with.
                    await hashing.ConfigureAwait(false);
                }

                meter.Add(count);
                free.TryWrite(buffer);
            }
        }
        catch
        {
            await linked.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
