namespace DockerOps;

/// <summary>A backup of a host: a folder of files, whole or not there.</summary>
public sealed record Backup
{
    /// <summary>The host it was made of.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The folder, on this machine unless <see cref="IsOnHost"/>.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the folder is on the host itself.</summary>
    public bool IsOnHost { get; init; }

    /// <summary>The host's own name, as its engine tells it.</summary>
    public required string HostName { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The engine's version.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>The host's architecture in Docker's spelling.</summary>
    public required string Architecture { get; init; }

    /// <summary>The host's distribution and its version; empty where the host has no shell.</summary>
    public required string Distribution { get; init; }

    /// <summary>The parts that were asked for.</summary>
    public required IReadOnlyList<BackupPart> Include { get; init; }

    /// <summary>The files.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>The images.</summary>
    public required IReadOnlyList<BackupImage> Images { get; init; }

    /// <summary>The volumes, with content and without.</summary>
    public required IReadOnlyList<BackupVolume> Volumes { get; init; }

    /// <summary>The containers, by name.</summary>
    public required IReadOnlyList<string> Containers { get; init; }

    /// <summary>The networks, by name.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>The packages that the engine's programs belong to; none of an engine that was installed as files.</summary>
    public required IReadOnlyList<BackupPackage> Packages { get; init; }

    /// <summary>What of the host is not in it.</summary>
    public required IReadOnlyList<BackupOmission> Omitted { get; init; }

    /// <summary>Bytes of all files.</summary>
    public long Size => Files.Select(file => file.Size).Total();

    /// <summary>What is called what in a part; an image has its tags and its id.</summary>
    /// <param name="part">The part.</param>
    public IReadOnlyList<string> NamesOf(BackupPart part) => part switch
    {
        BackupPart.Images => [.. Images.SelectMany(image => image.References.Append(image.Id))],
        BackupPart.Volumes => [.. Volumes.Select(volume => volume.Name)],
        BackupPart.Containers => Containers,
        BackupPart.Networks => Networks,
        _ => [],
    };

    /// <summary>The folder.</summary>
    public override string ToString() => Path;
}
