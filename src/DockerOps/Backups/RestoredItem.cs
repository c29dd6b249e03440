namespace DockerOps;

/// <summary>Something that a backup holds and a host has.</summary>
/// <param name="Part">What it is part of.</param>
/// <param name="Name">Its name.</param>
public sealed record RestoredItem(BackupPart Part, string Name)
{
    /// <summary>Part and name.</summary>
    public override string ToString() => $"{Part} {Name}";
}
