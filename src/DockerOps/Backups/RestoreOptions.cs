namespace DockerOps;

/// <summary>What to restore of a backup, and how.</summary>
public sealed record RestoreOptions
{
    /// <summary>What is restored unless it is said otherwise: what lives in the engine.</summary>
    public static IReadOnlyList<BackupPart> UsualParts { get; } = [BackupPart.Images, BackupPart.Networks, BackupPart.Volumes, BackupPart.Containers];

    /// <summary>The parts.</summary>
    public IReadOnlyList<BackupPart> Include { get; init; } = UsualParts;

    /// <summary>Which volumes, by name.</summary>
    public Func<string, bool> Volume { get; init; } = _ => true;

    /// <summary>Which containers, by name.</summary>
    public Func<string, bool> Container { get; init; } = _ => true;

    /// <summary>Which networks, by name.</summary>
    public Func<string, bool> Network { get; init; } = _ => true;

    /// <summary>Whether what is there with other content is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the host may be another one than the backup was made of.</summary>
    public bool IsClone { get; init; }

    /// <summary>Whether containers are only made, and none is started or paused.</summary>
    public bool NoStart { get; init; }
}
