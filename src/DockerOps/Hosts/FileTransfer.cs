namespace DockerOps;

/// <summary>A file or folder that was copied to or from a host, whole and compared at both ends.</summary>
public sealed record FileTransfer
{
    /// <summary>The file or folder on this machine, a full path.</summary>
    public required string Path { get; init; }

    /// <summary>The file or folder on the host.</summary>
    public required string HostPath { get; init; }

    /// <summary>The host.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>Whether it was copied from the host to this machine.</summary>
    public required bool FromHost { get; init; }

    /// <summary>How many files it is.</summary>
    public int Files { get; init; } = 1;

    /// <summary>What of a folder was not copied, and why.</summary>
    public IReadOnlyList<string> LeftOut { get; init => field = value.ToArray(); } = [];

    /// <summary>Bytes.</summary>
    public required long Length { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal, computed at both ends: of the file, or of the tar that brought the folder.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Bytes that an earlier, cut transfer had brought already.</summary>
    public required long Resumed { get; init; }

    /// <summary>How long it took, checks included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Bytes a second, those of the earlier transfer aside.</summary>
    public double Rate => (Length - Resumed) / Math.Max(Duration.TotalSeconds, 0.001);
}
