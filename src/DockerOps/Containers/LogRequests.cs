using System.Globalization;
using DockerOps.Engine;

namespace DockerOps.Containers;

/// <summary>The Engine API's call for a container's log (moby, <c>api/swagger.yaml</c>, ContainerLogs).</summary>
public static class LogRequests
{
    /// <summary>Asks for lines of both streams, each with its time.</summary>
    public static EngineRequest Read(string container, LogQuery query) => EngineRequest.Get(
        ContainerRequests.Path(container, "/logs"),
        ("stdout", "1"),
        ("stderr", "1"),
        ("timestamps", "1"),
        ("follow", query.Follow ? "1" : null),
        ("tail", query.Tail?.ToString(CultureInfo.InvariantCulture)),
        ("since", UnixTime(query.Since)),
        ("until", UnixTime(query.Until)));

    // Seconds and nanoseconds (moby, api/types/time: GetTimestamp).
    private static string? UnixTime(DateTimeOffset? time)
    {
        if (time is not { } at) return null;
        var ticks = (at.UtcDateTime - DateTime.UnixEpoch).Ticks;
        return string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerSecond}.{ticks % TimeSpan.TicksPerSecond * 100:D9}");
    }
}
