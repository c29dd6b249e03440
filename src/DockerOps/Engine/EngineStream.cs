using System.Text;
using DockerOps.Files;

namespace DockerOps.Engine;

/// <summary>
/// A connection to an engine that hears a refusal given while a body is still being sent. An engine that cannot take an
/// archive (disk full, not an archive) answers at once and stops reading; the HTTP client only sees its own write fail.
/// The answer lies unread in the connection, and is thrown as the reason.
/// </summary>
internal sealed class EngineStream(DockerHost host, Stream inner) : ForwardStream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            if (await RefusalAsync().ConfigureAwait(false) is { } refusal) throw new IOException(e.Message, refusal);
            throw;
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    // What was read before the connection ended, or before patience did, may be the whole answer.
    private async Task<DockerOpsException?> RefusalAsync()
    {
        var answer = new byte[16 * 1024];
        var length = 0;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            int count;
            while ((count = await inner.ReadAsync(answer.AsMemory(length), limit.Token).ConfigureAwait(false)) > 0) length += count;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
        }

        return EngineFailure.FromAnswer(host, Encoding.UTF8.GetString(answer, 0, length));
    }
}
