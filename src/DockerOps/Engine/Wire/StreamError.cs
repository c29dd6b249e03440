using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>An error inside a stream.</summary>
/// <param name="Message">In the engine's words.</param>
public sealed record StreamError([property: JsonPropertyName("message")] string? Message);
