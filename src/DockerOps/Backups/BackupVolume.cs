namespace DockerOps;

/// <summary>A volume in a backup.</summary>
public sealed record BackupVolume
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its driver.</summary>
    public required string Driver { get; init; }

    /// <summary>The driver's options it was made with.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Who packed its content; null where the content is not part of the backup.</summary>
    public BackupPacker? Packer { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
