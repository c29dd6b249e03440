namespace DockerOps;

/// <summary>Something of the host that a backup does not hold, and why.</summary>
/// <param name="Part">What it would be part of.</param>
/// <param name="Name">The volume, container or folder.</param>
/// <param name="Reason">One sentence.</param>
public sealed record BackupOmission(BackupPart Part, string Name, string Reason)
{
    /// <summary>The volume, container or folder, without characters that could drive a terminal.</summary>
    public string Name { get; init; } = ArchiveText.Plain(Name);

    /// <summary>One sentence, without characters that could drive a terminal.</summary>
    public string Reason { get; init; } = ArchiveText.Plain(Reason);

    /// <summary>Name and reason.</summary>
    public override string ToString() => $"{Name}: {Reason}";
}
