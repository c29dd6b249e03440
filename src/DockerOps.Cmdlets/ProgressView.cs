using System.Globalization;
using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>
/// One bar per operation, always completed: the shell's minimal view slows down with bars that are left open
/// (PowerShell#26915). The library already yields progress at a pace the shell shows.
/// </summary>
internal sealed class ProgressView(Cmdlet cmdlet) : IDisposable
{
    private static int lastId;
    private readonly int id = Interlocked.Increment(ref lastId);
    private string? activity;

    public void Show(Progress progress)
    {
        activity = progress.Activity;
        var record = new ProgressRecord(id, progress.Activity, Describe(progress));
        if (progress.Total is > 0 and { } total)
        {
            record.PercentComplete = (int)Math.Clamp(100 * progress.Done / total, 0, 100);
            if (progress.Done > 0)
                record.SecondsRemaining = (int)Math.Clamp(progress.Elapsed.TotalSeconds * (total - progress.Done) / progress.Done, 0, int.MaxValue);
        }

        cmdlet.WriteProgress(record);
    }

    public void Dispose()
    {
        if (activity is not null)
            cmdlet.WriteProgress(new ProgressRecord(id, activity, "done") { RecordType = ProgressRecordType.Completed });
    }

    private static string Describe(Progress progress)
    {
        if (!progress.IsBytes) return progress.Total is { } count ? $"{progress.Status} ({progress.Done}/{count})" : progress.Status;
        if (progress.Done == 0) return progress.Status.Length > 0 ? progress.Status : "waiting for the engine";
        var rate = progress.Done / Math.Max(progress.Elapsed.TotalSeconds, 0.001);
        var amount = progress.Total is { } total ? $"{ByteSize.Format(progress.Done)} of {ByteSize.Format(total)}" : ByteSize.Format(progress.Done);
        return string.Create(CultureInfo.CurrentCulture, $"{progress.Status} {amount}, {ByteSize.Format((long)rate)}/s").TrimStart();
    }
}
