namespace DockerOps;

/// <summary>A place in a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1; 0 for the whole file.</param>
public sealed record DaemonSource(string Path, int Line)
{
    /// <summary><c>/etc/docker/daemon.json:3</c>.</summary>
    public override string ToString() => Line > 0 ? $"{Path}:{Line}" : Path;
}
