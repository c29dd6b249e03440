using System.Buffers.Binary;

namespace DockerOps.Engine;

/// <summary>
/// Splits the stream of a container without a terminal into its output and error parts: eight bytes of header (which
/// one, three zeros, length), then the bytes (moby, <c>api/swagger.yaml</c>, ContainerAttach).
/// </summary>
internal static class StdioFrames
{
    private const int HeaderLength = 8;

    /// <summary>Reads frames to the end and hands each part on.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.EngineError"/>: the stream is not framed, or ends inside a frame.</exception>
    public static async Task CopyAsync(DockerHost host, Stream source, Stream output, Stream errors, CancellationToken cancellation)
    {
        var header = new byte[HeaderLength];
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var count = await source.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            if (count == 0) return;
            if (count < HeaderLength || header[0] > 2 || header[1] != 0) throw NotFramed(host);

            var target = header[0] == 2 ? errors : output;
            for (long left = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)); left > 0;)
            {
                var read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellation).ConfigureAwait(false);
                if (read == 0) throw NotFramed(host);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                left -= read;
            }
        }
    }

    private static DockerOpsException NotFramed(DockerHost host) =>
        new(FailureKind.EngineError, $"The output that '{host}' sent is cut off or not in the engine's form.", host);
}
