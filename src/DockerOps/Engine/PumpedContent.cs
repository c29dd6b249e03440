using System.Net;
using DockerOps.Files;

namespace DockerOps.Engine;

/// <summary>A request body that is pumped from a stream while it is sent; nothing of it is kept.</summary>
/// <param name="source">Where the bytes come from.</param>
/// <param name="length">Their number when it is known.</param>
/// <param name="meter">Counts what was sent.</param>
internal sealed class PumpedContent(Stream source, long? length, TransferMeter meter) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        BytePump.MoveAsync(source, stream, hash: null, meter, cancellationToken);

    protected override bool TryComputeLength(out long size)
    {
        size = length ?? 0;
        return length is not null;
    }
}
