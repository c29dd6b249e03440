using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>Counts what is written to it, and keeps nothing.</summary>
internal sealed class CountingStream : ForwardStream
{
    public override bool CanWrite => true;

    /// <summary>The bytes so far.</summary>
    public long Count { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count += buffer.Length;
        return ValueTask.CompletedTask;
    }
}
