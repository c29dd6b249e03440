using System.Globalization;
using DockerOps.Engine.Wire;

namespace DockerOps.Engine;

/// <summary>The time by an engine's clock, which dates what it makes: a client's may be days off.</summary>
internal static class EngineClock
{
    /// <exception cref="DockerOpsException">Unreachable, EngineError.</exception>
    public static async Task<DateTimeOffset> NowAsync(EngineClient engine, CancellationToken cancellation)
    {
        var info = await engine.ReadAsync(EngineRequest.Get("/info"), WireJson.Default.JsonObject, cancellation).ConfigureAwait(false);
        return DateTimeOffset.TryParse(info["SystemTime"]?.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var now)
            ? now
            : DateTimeOffset.UtcNow;
    }
}
