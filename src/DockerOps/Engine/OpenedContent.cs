using System.Net;
using DockerOps.Files;

namespace DockerOps.Engine;

/// <summary>A request body that somebody else writes while it is sent, and that counts what went out.</summary>
internal sealed class OpenedContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long sent;

    /// <summary>Where to write, once the engine is connected.</summary>
    public Task<Stream> Opened => opened.Task;

    /// <summary>Bytes written so far.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Ends the body.</summary>
    public void Complete() => written.TrySetResult();

    /// <summary>Breaks the body off, and with it the request.</summary>
    public void Abandon(Exception why) => written.TrySetException(why);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        opened.TrySetResult(new Counted(stream, this));
        return written.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private sealed class Counted(Stream inner, OpenedContent body) : ForwardStream
    {
        public override bool CanWrite => true;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Add(ref body.sent, buffer.Length);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
    }
}
