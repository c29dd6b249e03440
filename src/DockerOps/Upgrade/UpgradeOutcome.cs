namespace DockerOps;

/// <summary>How a run on a host's engine ended.</summary>
public enum UpgradeOutcome
{
    /// <summary>The engine had the version already.</summary>
    AlreadyThere,

    /// <summary>The new version runs, and nothing is gone.</summary>
    Upgraded,

    /// <summary>It failed before the engine was touched; nothing has changed.</summary>
    Unchanged,

    /// <summary>It failed, and the old version runs again. What was not there again is among the differences.</summary>
    RolledBack,

    /// <summary>An earlier upgrade was undone: the old version runs again. What was not there again is the failure.</summary>
    Restored,

    /// <summary>Neither the way forward nor the way back came to its end. Restore-DockerEngine tries again.</summary>
    Interrupted,

    /// <summary>It was not begun, because other hosts had failed, or a finding forbids it.</summary>
    Skipped,
}
