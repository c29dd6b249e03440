namespace DockerOps.Upgrade;

/// <summary>One line of a run's journal.</summary>
/// <param name="Time">When it was written, UTC.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Step">The step; empty when the whole run is meant.</param>
/// <param name="Back">Whether it was on the way back.</param>
/// <param name="Text">Why, or how the run ended.</param>
internal sealed record JournalEntry(DateTimeOffset Time, JournalEntryKind Kind, string Step, bool Back, string? Text = null);

/// <summary>What a line of a journal tells.</summary>
internal enum JournalEntryKind
{
    /// <summary>A step is about to begin.</summary>
    Begin,

    /// <summary>A step has worked.</summary>
    Done,

    /// <summary>A step has failed.</summary>
    Failed,

    /// <summary>The run is over: the new version runs.</summary>
    Upgraded,

    /// <summary>The run is over: the old version runs again.</summary>
    RolledBack,
}
