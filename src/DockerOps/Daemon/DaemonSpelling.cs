namespace DockerOps;

/// <summary>One way to write an option, and the engines that take it.</summary>
/// <param name="Flag">The long flag without dashes; null when there is none.</param>
/// <param name="Letter">The short flag's letter.</param>
/// <param name="Key">The key in daemon.json; null when it cannot stand there.</param>
/// <param name="Since">The first engine that takes it.</param>
/// <param name="Until">The first engine that does not any more; null when all newer ones do.</param>
public sealed record DaemonSpelling(string? Flag, char? Letter, string? Key, Version Since, Version? Until)
{
    /// <summary>Whether an engine takes it.</summary>
    internal bool Takes(Version version) => Since <= version && (Until is null || version < Until);
}
