using System.Globalization;
using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>Lets a duration be given as seconds too. The shell itself would read 10 as a millionth of a second, and '10' as days.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    // What a timer of the runtime takes, in whole days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData.Bare();
        if (value is null) return null;
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return Read(value, text) is { } time && time >= TimeSpan.Zero && time <= Longest
            ? time
            : throw new ArgumentTransformationMetadataException(
                $"'{text}' is no duration of at most {Longest.Days} days: give seconds (90) or hours:minutes:seconds (00:01:30).");
    }

    private static TimeSpan? Read(object value, string? text)
    {
        if (value is TimeSpan given) return given;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return Math.Abs(seconds) <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
    }
}
