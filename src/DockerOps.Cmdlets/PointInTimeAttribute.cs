using System.Globalization;
using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>Lets a point in time be given as a date, or as how long ago: a duration, or seconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PointInTimeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData.Bare();
        if (value is null or DateTimeOffset) return value;
        if (value is DateTime time) return new DateTimeOffset(time);
        if (value is TimeSpan span) return Ago(span, span);
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds)
            return Ago(TimeSpan.FromSeconds(seconds), text);
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration)) return Ago(duration, text);
        return DateTimeOffset.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.AssumeLocal, out var date) ? date : throw Refuse(text);
    }

    private static DateTimeOffset Ago(TimeSpan span, object? given)
    {
        var now = DateTimeOffset.UtcNow;
        return span >= TimeSpan.Zero && span < now - DateTimeOffset.UnixEpoch ? now - span : throw Refuse(given);
    }

    private static ArgumentTransformationMetadataException Refuse(object? given) =>
        new($"'{given}' is no point in time: give a date (2026-03-01T12:00), or how long ago: seconds (90) or hours:minutes:seconds (00:10:00).");
}
