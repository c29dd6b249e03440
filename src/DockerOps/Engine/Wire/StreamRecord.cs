using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>One record of a stream: status, progress, output, error or a result (moby, <c>pkg/jsonmessage</c>).</summary>
public sealed record StreamRecord
{
    /// <summary>What is being done: <c>Loading layer</c>.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>What it is done to: a layer's short id.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>A line of output, with its end.</summary>
    [JsonPropertyName("stream")]
    public string? Stream { get; init; }

    /// <summary>An error, in engines' old form.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>An error.</summary>
    [JsonPropertyName("errorDetail")]
    public StreamError? ErrorDetail { get; init; }

    /// <summary>How far it has come.</summary>
    [JsonPropertyName("progressDetail")]
    public StreamProgress? Progress { get; init; }

    /// <summary>A result: the id of a built image, the digest of a pushed one.</summary>
    [JsonPropertyName("aux")]
    public JsonElement? Aux { get; init; }
}
