using System.Text;
using DockerOps.Files;

namespace DockerOps.Engine;

/// <summary>The output of a container's command as a stream of its own; what it prints to its error output is kept beside it.</summary>
internal sealed class FramedOutput(DockerHost host, Stream source) : ForwardStream
{
    private const int LongestErrors = 64 * 1024;
    private readonly IAsyncEnumerator<(byte Kind, ReadOnlyMemory<byte> Bytes)> parts =
        StdioFrames.ReadAsync(host, source, CancellationToken.None).GetAsyncEnumerator();

    private readonly MemoryStream errors = new();
    private LineFeed? errorLines;
    private ReadOnlyMemory<byte> part;

    /// <summary>The first part of the error output. Complete only at the end of the output.</summary>
    public string Errors => Encoding.UTF8.GetString(errors.GetBuffer(), 0, (int)errors.Length);

    /// <summary>Hands on each line of the error output that is met when the output is read.</summary>
    public void FollowErrors(Action<string> line) => errorLines = new LineFeed(line);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A read that waits is ended with the connection: the frames know no other way.
        await using var end = cancellationToken.Register(source.Dispose);
        while (part.IsEmpty)
        {
            if (!await NextAsync(cancellationToken).ConfigureAwait(false))
            {
                errorLines?.End();
                return 0;
            }

            if (parts.Current.Kind != StdioFrames.Errors) part = parts.Current.Bytes;
            else Keep(parts.Current.Bytes.Span);
        }

        var count = Math.Min(buffer.Length, part.Length);
        part[..count].CopyTo(buffer);
        part = part[count..];
        return count;
    }

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (errors.Length < LongestErrors) errors.Write(bytes);
        errorLines?.Add(bytes);
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellation)
    {
        try
        {
            return await parts.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is not OperationCanceledException)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }
}
