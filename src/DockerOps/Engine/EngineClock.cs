using System.Globalization;
using DockerOps.Engine.Wire;

namespace DockerOps.Engine;

/// <summary>The time by an engine's clock, which dates what it makes: a client's may be days off.</summary>
internal static class EngineClock
{
    /// <exception cref="DockerOpsException">Unreachable, EngineError.</exception>
    public static async Task<DateTimeOffset> NowAsync(EngineClient engine, CancellationToken cancellation)
    {
        var info = await engine.ReadAsync(EngineRequest.Get("/info"), WireJson.Default.WireInfo, cancellation).ConfigureAwait(false);
        return DateTimeOffset.TryParse(info.SystemTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var now)
            ? now
            : DateTimeOffset.UtcNow;
    }

    /// <summary>A moment that an engine tells in seconds since 1970; the nearest one there is for what no calendar has.</summary>
    public static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(
        Math.Clamp(seconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
}
