using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>Progress inside a stream.</summary>
/// <param name="Current">Bytes done.</param>
/// <param name="Total">Bytes in all, 0 while unknown.</param>
public sealed record StreamProgress(
    [property: JsonPropertyName("current")] long Current,
    [property: JsonPropertyName("total")] long Total);
