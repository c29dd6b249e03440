using DockerOps.Containers;
using DockerOps.Engine;

namespace DockerOps.Backups;

/// <summary>One file of a backup that is yet to be written.</summary>
/// <param name="Part">What it is part of.</param>
/// <param name="Name">What it holds.</param>
/// <param name="Path">Its path below the backup's folder.</param>
/// <param name="Source">Where its bytes come from.</param>
/// <param name="Size">About how many bytes; null when unknown.</param>
internal sealed record BackupItem(BackupPart Part, string Name, string Path, BackupSource Source, long? Size)
{
    public bool IsTar => Path.EndsWith(".tar", StringComparison.Ordinal);
}

/// <summary>Files that are written together, while containers are held.</summary>
/// <param name="Holds">The containers, and what is done with each.</param>
/// <param name="Items">The files.</param>
internal sealed record BackupStage(IReadOnlyList<ContainerHold> Holds, IReadOnlyList<BackupItem> Items);

/// <summary>A running container that is held while a volume of it is read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsStop">Whether it is stopped; else it is paused.</param>
/// <param name="StopTimeout">How long it may take to stop; null is its own time.</param>
internal sealed record ContainerHold(string Name, string Id, bool IsStop, TimeSpan? StopTimeout = null)
{
    /// <summary>Pauses or stops it.</summary>
    public EngineRequest Begin => IsStop ? ContainerRequests.Stop(Id, StopTimeout) : ContainerRequests.Pause(Id);

    /// <summary>Puts it back.</summary>
    public EngineRequest End => IsStop ? ContainerRequests.Start(Id) : ContainerRequests.Unpause(Id);
}
