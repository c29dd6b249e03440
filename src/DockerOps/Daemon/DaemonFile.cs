namespace DockerOps;

/// <summary>One file of a daemon's configuration, as it stands.</summary>
/// <param name="Path">Where it is: on the host, or on this machine for a file that is on no host.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The whole text. A file that is not UTF-8 is read as ISO 8859-1, so no byte is lost.</param>
public sealed record DaemonFile(string Path, DaemonFileKind Kind, string Text)
{
    /// <summary>Whether its bytes are no UTF-8.</summary>
    public bool IsLatin1 { get; init; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
