namespace DockerOps;

/// <summary>Who packs and unpacks a volume's content.</summary>
public enum BackupPacker
{
    /// <summary>GNU tar, as root on the host: everything is kept, holes and extended attributes too.</summary>
    Tar,

    /// <summary>The engine, by a container that mounts the volume: owners, modes (of a file with several names without set-id bits), links, and times in whole seconds.</summary>
    Engine,
}
