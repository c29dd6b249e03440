namespace DockerOps.Transport;

/// <summary>
/// The input or output of a child process, moved by the thread that calls. A pipe gives and takes small pieces, and to hand
/// each of them to another thread costs three times the moving itself. Ending the process ends the wait.
/// </summary>
internal sealed class BlockingPipe : Stream
{
    // Time for a large pipe to fill: who reads it as soon as there is something is woken for every packet of ssh's.
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(1);

    private readonly Stream pipe;
    private readonly bool isLarge;
    private bool wasEmptied;

    public BlockingPipe(Stream pipe)
    {
        this.pipe = pipe;
        isLarge = pipe.CanRead && PipeSize.TryEnlarge(pipe);
    }

    public override bool CanRead => pipe.CanRead;

    public override bool CanWrite => pipe.CanWrite;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        pipe.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override int Read(Span<byte> buffer)
    {
        if (wasEmptied) Thread.Sleep(Nap);
        var count = pipe.Read(buffer);
        wasEmptied = isLarge && count < buffer.Length;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => pipe.Write(buffer, offset, count);

    public override void Flush() => pipe.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
