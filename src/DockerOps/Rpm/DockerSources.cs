namespace DockerOps.Rpm;

/// <summary>What can be told of Docker's sources without an engine.</summary>
public static class DockerSources
{
    /// <summary>Whether a source is the address of a git repository rather than a folder.</summary>
    public static bool IsAddress(string source) => GitCommands.IsAddress(source);

    /// <summary>The distributions that sources in a folder have a builder for, in order.</summary>
    /// <param name="folder">A full path.</param>
    /// <param name="architecture">The architecture, in Go's spelling; null: every one.</param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: no sources of Docker are there.</exception>
    public static IReadOnlyList<string> Distributions(string folder, string? architecture = null)
    {
        var tree = DockerTree.Of(folder);
        IEnumerable<string> architectures = architecture is null ? tree.Architectures : [architecture];
        return [.. architectures.SelectMany(tree.Distributions).Distinct().Order(StringComparer.Ordinal)];
    }
}
