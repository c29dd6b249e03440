namespace DockerOps;

/// <summary>What to back up, and how.</summary>
public sealed record BackupOptions
{
    /// <summary>All parts there are.</summary>
    public static IReadOnlyList<BackupPart> AllParts { get; } = Enum.GetValues<BackupPart>();

    /// <summary>The parts.</summary>
    public IReadOnlyList<BackupPart> Include { get; init; } = AllParts;

    /// <summary>Which images, by each of their tags or their id.</summary>
    public Func<string, bool> Image { get; init; } = _ => true;

    /// <summary>Which volumes, by name. Containers that use one are held, wanted or not.</summary>
    public Func<string, bool> Volume { get; init; } = _ => true;

    /// <summary>Which containers, by name.</summary>
    public Func<string, bool> Container { get; init; } = _ => true;

    /// <summary>Which networks, by name.</summary>
    public Func<string, bool> Network { get; init; } = _ => true;

    /// <summary>What is done with the running containers that use a volume while it is read.</summary>
    public BackupHold Hold { get; init; } = BackupHold.Pause;

    /// <summary>How long a container may take to stop before it is killed, with <see cref="BackupHold.Stop"/>; null: as it was made.</summary>
    public TimeSpan? StopTimeout { get; init; }
}
