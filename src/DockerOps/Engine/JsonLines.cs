using System.Runtime.CompilerServices;
using System.Text;
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
        var buffer = new char[4096];
        var line = new StringBuilder();
        int count;
        while ((count = await FillAsync(host, reader, buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            for (var start = 0; start < count;)
            {
                var end = Array.IndexOf(buffer, '\n', start, count - start);
                line.Append(buffer, start, (end < 0 ? count : end) - start);
                if (line.Length > LongestRecord)
                    throw new DockerOpsException(FailureKind.EngineError, $"'{host}' sent a record of more than {LongestRecord:N0} characters.", host);
                start = end < 0 ? count : end + 1;
                if (end >= 0 && Take(host, line) is { } record) yield return record;
            }
        }

        if (Take(host, line) is { } last) yield return last;
    }

    // The record that the line is, or null for an empty line. The line is empty afterwards.
    private static StreamRecord? Take(DockerHost host, StringBuilder line)
    {
        var text = line.ToString().Trim();
        line.Clear();
        if (text.Length == 0) return null;
        var record = Parse(host, text);
        if ((record.ErrorDetail?.Message ?? record.Error) is { Length: > 0 } error) throw EngineFailure.Of(FailureKind.EngineError, host, error);
        return record;
    }

    private static StreamRecord Parse(DockerHost host, string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, WireJson.Default.StreamRecord) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new DockerOpsException(FailureKind.EngineError, $"'{host}' sent something that is no JSON record: {e.Message}", host, e);
        }
    }

    private static async Task<int> FillAsync(DockerHost host, StreamReader reader, char[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw EngineFailure.Broken(host, e);
        }
    }
}
