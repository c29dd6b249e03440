using System.Runtime.CompilerServices;
using System.Text.Json;
using DockerOps.Engine.Wire;

namespace DockerOps.Engine;

/// <summary>Reads the engine's streams of JSON records (load, pull, build), one at a time, as they come.</summary>
internal static class JsonLines
{
    private const int LongestRecord = 1024 * 1024;

    public static async IAsyncEnumerable<StreamRecord> ReadAsync(
        DockerHost host, Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream);
        while (await LineAsync(host, reader, cancellation).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0) continue;
            if (line.Length > LongestRecord)
                throw new DockerOpsException(FailureKind.EngineError, $"'{host}' sent a record of {line.Length} characters.", host);

            var record = Parse(host, line);
            if ((record.ErrorDetail?.Message ?? record.Error) is { Length: > 0 } error) throw EngineFailure.Of(FailureKind.EngineError, host, error);
            yield return record;
        }
    }

    private static StreamRecord Parse(DockerHost host, string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, WireJson.Default.StreamRecord)!;
        }
        catch (JsonException e)
        {
            throw new DockerOpsException(FailureKind.EngineError, $"'{host}' sent something that is no JSON record: {e.Message}", host, e);
        }
    }

    private static async Task<string?> LineAsync(DockerHost host, StreamReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadLineAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw EngineFailure.Broken(host, e);
        }
    }
}
