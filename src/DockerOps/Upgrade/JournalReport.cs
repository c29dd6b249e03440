namespace DockerOps.Upgrade;

/// <summary>What a journal tells about its run.</summary>
internal static class JournalReport
{
    /// <summary>The steps in the order in which they were begun; one that was begun again appears again.</summary>
    public static IReadOnlyList<StepReport> Steps(UpgradeJournal journal)
    {
        var steps = new List<StepReport>();
        foreach (var entry in journal.Entries)
        {
            if (entry.Kind == JournalEntryKind.Begin)
            {
                steps.Add(new(entry.Step, entry.Back, entry.Time, null, null));
                continue;
            }

            var at = steps.FindLastIndex(step => step.Id == entry.Step && step.IsBack == entry.Back && step.Duration is null);
            if (at >= 0 && entry.Kind is JournalEntryKind.Done or JournalEntryKind.Failed)
                steps[at] = steps[at] with { Duration = entry.Time - steps[at].Started, Failure = entry.Kind == JournalEntryKind.Failed ? entry.Text ?? "" : null };
        }

        return steps;
    }

    /// <summary>How long the engine was down: from the last stop to the answer after it. Null when it was not, or has not come back.</summary>
    public static TimeSpan? Downtime(UpgradeJournal journal)
    {
        var steps = Steps(journal);
        var up = steps.LastOrDefault(step => step is { Duration: not null, Failure: null } && (step.IsBack ? step.Id == "stop-engine" : step.Id == "start-engine"));
        // On the way back the stop is the undoing of the start; where that was not begun, the engine has been down since the first stop.
        var down = steps.FirstOrDefault(step => step is { IsBack: false, Id: "stop-engine" });
        if (up is null || down is null) return null;
        if (up.IsBack && steps.LastOrDefault(step => step is { IsBack: true, Id: "start-engine" }) is { } again && WasUpgraded(journal, again.Started)) down = again;
        return up.Started + up.Duration - down.Started;
    }

    private static bool WasUpgraded(UpgradeJournal journal, DateTimeOffset before) =>
        journal.Entries.Any(entry => entry.Kind == JournalEntryKind.Upgraded && entry.Time <= before);
}
