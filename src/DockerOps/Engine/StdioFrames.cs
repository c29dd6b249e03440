using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace DockerOps.Engine;

/// <summary>
/// Splits the stream of a container without a terminal into its output and error parts: eight bytes of header (which
/// one, three zeros, length), then the bytes (moby, <c>api/swagger.yaml</c>, ContainerAttach).
/// </summary>
internal static class StdioFrames
{
    /// <summary>A part of the output. Input that is echoed counts as output.</summary>
    public const byte Output = 1;

    /// <summary>A part of the error output.</summary>
    public const byte Errors = 2;

    /// <summary>The engine's own word that it cannot go on (moby, <c>pkg/stdcopy</c>, Systemerr).</summary>
    public const byte Failure = 3;

    private const int HeaderLength = 8;

    /// <summary>Reads frames to the end and hands each part on.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.EngineError"/>: the stream is not framed, ends inside a frame, or brings a failure.</exception>
    public static async Task CopyAsync(DockerHost host, Stream source, Stream output, Stream errors, CancellationToken cancellation)
    {
        await foreach (var (kind, bytes) in ReadAsync(host, source, cancellation).ConfigureAwait(false))
            await (kind == Errors ? errors : output).WriteAsync(bytes, cancellation).ConfigureAwait(false);
    }

    /// <summary>Yields the parts as they come; each is valid until the next one is asked for.</summary>
    /// <exception cref="DockerOpsException">As for <see cref="CopyAsync"/>.</exception>
    public static async IAsyncEnumerable<(byte Kind, ReadOnlyMemory<byte> Bytes)> ReadAsync(
        DockerHost host, Stream source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var header = new byte[HeaderLength];
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var count = await FromAsync(host, source.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellation)).ConfigureAwait(false);
            if (count == 0) yield break;
            if (count < HeaderLength || header[0] > Failure || header[1] != 0) throw NotFramed(host);

            for (long left = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)); left > 0;)
            {
                var read = await FromAsync(host, source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellation)).ConfigureAwait(false);
                if (read == 0) throw NotFramed(host);
                if (header[0] == Failure) throw EngineFailure.Of(FailureKind.EngineError, host, System.Text.Encoding.UTF8.GetString(buffer, 0, read));
                yield return (header[0] == Errors ? Errors : Output, buffer.AsMemory(0, read));
                left -= read;
            }
        }
    }

    private static async ValueTask<int> FromAsync(DockerHost host, ValueTask<int> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw EngineFailure.Broken(host, e);
        }
    }

    private static DockerOpsException NotFramed(DockerHost host) =>
        new(FailureKind.EngineError, $"The output that '{host}' sent is cut off or not in the engine's form.", host);
}
