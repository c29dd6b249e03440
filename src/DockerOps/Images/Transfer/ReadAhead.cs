using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>Serves many small reads from one large one.</summary>
internal sealed class ReadAhead(Stream inner) : ForwardStream
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    public override ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken = default)
    {
        if (start < end) return ValueTask.FromResult(Take(target));
        return target.Length >= buffer.Length ? inner.ReadAsync(target, cancellationToken) : FillThenTakeAsync(target, cancellationToken);
    }

    /// <summary>Reads up to a line end, and gives the line without it.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>: the stream ends before it, or the line is too long.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (line.Count < buffer.Length && await ReadAsync(one, cancellation).ConfigureAwait(false) > 0)
        {
            if (one[0] == '\n') return System.Text.Encoding.UTF8.GetString([.. line]);
            line.Add(one[0]);
        }

        throw new DockerOpsException(FailureKind.Corrupt, "An answer ended in the middle of a line.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> FillThenTakeAsync(Memory<byte> target, CancellationToken cancellation)
    {
        (start, end) = (0, await inner.ReadAsync(buffer, cancellation).ConfigureAwait(false));
        return Take(target);
    }

    private int Take(Memory<byte> target)
    {
        var count = Math.Min(target.Length, end - start);
        buffer.AsMemory(start, count).CopyTo(target);
        start += count;
        return count;
    }
}
