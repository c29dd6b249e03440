using System.Globalization;

namespace DockerOps;

/// <summary>Names for what is kept on a host, one after another: in order of name they are in order of time.</summary>
internal static class TimedId
{
    /// <summary>A new one, of this machine's clock in UTC, to the microsecond: a change and its undoing may share a second.</summary>
    public static string New() => DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z-'ffffff", CultureInfo.InvariantCulture);
}
