using System.Runtime.CompilerServices;
using DockerOps.Engine;

namespace DockerOps.Containers;

/// <summary>Reads what a container wrote.</summary>
public static class ContainerLog
{
    /// <summary>Yields lines as the engine sends them; none is kept.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="container">The container's name or id.</param>
    /// <param name="query">Which lines.</param>
    /// <param name="cancellation">Ends the reading, also while it waits for the next line.</param>
    /// <exception cref="DockerOpsException">
    /// NotFound: no such container. Unsupported or EngineError: the log driver keeps nothing that can be read, in the
    /// engine's words.
    /// </exception>
    public static async IAsyncEnumerable<LogLine> ReadAsync(
        EngineClient engine, string container, LogQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var detail = await ContainerList.InspectAsync(engine, container, cancellation).ConfigureAwait(false);
        var output = new LogText(engine.Host);
        var errors = new LogText(engine.Host);
        await using var stream = await engine.OpenAsync(LogRequests.Read(container, query), cancellation).ConfigureAwait(false);
        var parts = detail.Config?.Tty == true
            ? RawAsync(stream, cancellation)
            : StdioFrames.ReadAsync(engine.Host, stream, cancellation);
        await foreach (var (kind, bytes) in parts.ConfigureAwait(false))
        {
            foreach (var line in (kind == StdioFrames.Errors ? errors : output).Add(bytes))
            {
                // Engines before API 1.35 do not know this limit and send everything.
                if (line.Timestamp > query.Until) yield break;
                yield return Record(kind, line);
            }
        }

        if (output.Rest() is { } last) yield return Record(StdioFrames.Output, last);
        if (errors.Rest() is { } lastError) yield return Record(StdioFrames.Errors, lastError);

        LogLine Record(byte kind, (DateTimeOffset Timestamp, string Text) line) => new()
        {
            DockerHost = engine.Host,
            Container = container,
            Stream = kind == StdioFrames.Errors ? LogSource.Error : LogSource.Output,
            Timestamp = line.Timestamp,
            Text = line.Text,
        };
    }

    // A terminal has one stream only, and the engine puts no frames into it.
    private static async IAsyncEnumerable<(byte Kind, ReadOnlyMemory<byte> Bytes)> RawAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
            yield return (StdioFrames.Output, buffer.AsMemory(0, count));
    }
}
