using DockerOps.Files;

namespace DockerOps.Engine;

/// <summary>The body of an answer, read as it comes, and written to where it goes both ways. A connection that breaks is thrown as the failure it is, with its host.</summary>
internal sealed class EngineBody(DockerHost host, HttpResponseMessage response, Stream inner) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw EngineFailure.Broken(host, e);
        }
    }

    public override bool CanWrite => inner.CanWrite;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw EngineFailure.Broken(host, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) response.Dispose();
        base.Dispose(disposing);
    }
}
