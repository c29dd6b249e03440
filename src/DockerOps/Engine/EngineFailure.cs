using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DockerOps.Engine.Wire;

namespace DockerOps.Engine;

/// <summary>Turns the engine's refusals, and connections that break, into failures of the closed list.</summary>
internal static partial class EngineFailure
{
    private const int LongestMessage = 16 * 1024;

    public static async Task<DockerOpsException> FromAsync(
        DockerHost host, EngineRequest request, HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = MessageOf(await ReadAsync(host, response, cancellation).ConfigureAwait(false));
        return Of(KindOf(response.StatusCode), host, text.Length > 0 ? text : $"{(int)response.StatusCode} {response.ReasonPhrase} to {request.Method} {request.Path}");
    }

    /// <summary>A failure in the engine's own words. Some say more than their status does.</summary>
    public static DockerOpsException Of(FailureKind kind, DockerHost host, string message)
    {
        if (message.Contains("no space left on device", StringComparison.OrdinalIgnoreCase)) kind = FailureKind.NoSpace;
        return new DockerOpsException(kind, $"The engine at '{host}' says: {message.Trim()}");
    }

    /// <summary>
    /// The failure in an answer that was read as it stood on the wire, or null when it tells of none. An engine that
    /// cannot load an archive says 200, and then why not in a record of its stream.
    /// </summary>
    public static DockerOpsException? FromAnswer(DockerHost host, string answer)
    {
        var match = Refusal().Match(answer);
        if (match.Success)
        {
            var status = (HttpStatusCode)int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture);
            return Of(KindOf(status), host, MessageOf(match.Groups["body"].Value));
        }

        var error = answer.Split('\n').Where(line => line.StartsWith('{')).Select(ErrorIn).FirstOrDefault(message => message is not null);
        return error is null ? null : Of(FailureKind.EngineError, host, error);
    }

    /// <summary>What a failed exchange means: the dial's own failure where there is one, else a broken connection.</summary>
    public static DockerOpsException Broken(DockerHost host, Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is DockerOpsException known) return known;
        }

        return new DockerOpsException(FailureKind.Unreachable, $"The connection to '{host}' broke: {e.Message}", host, e);
    }

    /// <summary>What a request means that was never answered: the dial's own failure where there is one, else an engine that is gone while the way to it is open.</summary>
    public static DockerOpsException Unanswered(DockerHost host, Exception e)
    {
        var broken = Broken(host, e);
        if (broken.InnerException != e) return broken;
        var why = e.GetBaseException().Message.TrimEnd('.');
        return new DockerOpsException(
            FailureKind.Unreachable, $"'{host}' gave no answer: {why}. Its engine may have stopped: Get-DockerEngine tells, and Start-DockerEngine starts it.", host, e);
    }

    private static string? ErrorIn(string line)
    {
        try
        {
            var record = JsonSerializer.Deserialize(line, WireJson.Default.StreamRecord);
            return record?.ErrorDetail?.Message ?? record?.Error;
        }
        catch (JsonException)
        {
            // The line is cut off where the connection was.
            return null;
        }
    }

    private static FailureKind KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => FailureKind.NotFound,
        HttpStatusCode.Conflict => FailureKind.Conflict,
        HttpStatusCode.BadRequest => FailureKind.InvalidInput,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => FailureKind.NotPermitted,
        HttpStatusCode.NotImplemented => FailureKind.Unsupported,
        _ => FailureKind.EngineError,
    };

    private static async Task<string> ReadAsync(DockerHost host, HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = new byte[LongestMessage];
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, count);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Broken(host, e);
        }
    }

    // Engines before 1.13 answer in plain text on some routes.
    private static string MessageOf(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } answer
                && answer.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
                ? message.GetString()!
                : body;
        }
        catch (JsonException)
        {
            return body;
        }
    }

    [GeneratedRegex(@"^HTTP/1\.[01] (?<status>[45][0-9]{2}) .*?\r\n\r\n(?:[0-9a-fA-F]+\r\n)?(?<body>\{[^\r\n]*\}|[^\r\n]*)", RegexOptions.Singleline)]
    private static partial Regex Refusal();
}
