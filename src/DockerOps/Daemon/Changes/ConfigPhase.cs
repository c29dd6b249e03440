namespace DockerOps.Daemon.Changes;

/// <summary>How far a change has come.</summary>
internal enum ConfigPhase
{
    /// <summary>What an earlier change left is put right.</summary>
    Recover,

    /// <summary>The old files are kept.</summary>
    Keep,

    /// <summary>The new ones are sent and checked; nothing uses them.</summary>
    Stage,

    /// <summary>The engine is stopped, its data copied.</summary>
    Data,

    /// <summary>The new files take their place.</summary>
    Switch,

    /// <summary>The engine gets them, and has to prove it.</summary>
    Engine,

    /// <summary>It is done, and cannot be taken back but by another change.</summary>
    End,
}
