namespace DockerOps;

/// <summary>The closed list of what can be found before an upgrade.</summary>
public enum UpgradeFindingId
{
    /// <summary>The host's system is not a 64-bit one, and no engine is made for it.</summary>
    Not64Bit,

    /// <summary>The version that was asked for cannot be had.</summary>
    NotAvailable,

    /// <summary>The engine has that version already.</summary>
    AlreadyThere,

    /// <summary>The version that was asked for is older than the engine.</summary>
    Downgrade,

    /// <summary>The engine is in no package, and packages were asked for; or the other way round.</summary>
    NotInPackage,

    /// <summary>The package manager refuses: something conflicts, or is missing.</summary>
    SolverRefuses,

    /// <summary>The package manager would take packages away.</summary>
    Removal,

    /// <summary>A package is held at its version.</summary>
    Held,

    /// <summary>A package manager is at work.</summary>
    PackageManagerBusy,

    /// <summary>The old packages are in no repository any more, so their files are kept in place of them.</summary>
    OldPackagesGone,

    /// <summary>The target has no longer the storage driver in use, and all images and containers would vanish.</summary>
    StorageDriverDropped,

    /// <summary>The target refuses clients that old.</summary>
    ClientTooOld,

    /// <summary>The target refuses something in the daemon's configuration.</summary>
    ConfigurationRejected,

    /// <summary>Files of the configuration are not as they were before the upgrade that is undone; they are put back, and what they hold now is kept.</summary>
    ConfigurationReplaced,

    /// <summary>Live restore does not carry containers from one release to another.</summary>
    LiveRestore,

    /// <summary>Containers that nothing would start again but the upgrade itself.</summary>
    NoRestartPolicy,

    /// <summary>Containers that the engine removes when they stop.</summary>
    RemovedWhenStopped,

    /// <summary>The swarm would lose its quorum of managers, or the node's tasks move.</summary>
    Swarm,

    /// <summary>Engine, client and package have different versions.</summary>
    OutOfStep,

    /// <summary>There is not enough room.</summary>
    NoSpace,

    /// <summary>The library libdevmapper lacks a symbol that engines ask for.</summary>
    DeviceMapper,

    /// <summary>An earlier run was interrupted, and has to be finished first.</summary>
    Interrupted,

    /// <summary>The host lacks a program that the upgrade needs.</summary>
    MissingProgram,

    /// <summary>The engine does not run, so what it holds cannot be compared.</summary>
    NotRunning,
}
