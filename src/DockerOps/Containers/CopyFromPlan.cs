using DockerOps.Engine;
using DockerOps.Files;

namespace DockerOps.Containers;

/// <summary>What will be copied out of a container, and where to: made without changing anything.</summary>
/// <param name="Container">The container, as it was named.</param>
/// <param name="Source">The path in the container, a link at its end followed.</param>
/// <param name="Target">The path on this machine that it will have.</param>
/// <param name="Request">The call that reads it.</param>
public sealed record CopyFromPlan(string Container, string Source, string Target, EngineRequest Request)
{
    /// <summary>Whether it is a folder.</summary>
    public required bool IsFolder { get; init; }

    /// <summary>Whether what exists may be replaced.</summary>
    internal bool Overwrite { get; init; }

    /// <summary>Bytes of a file.</summary>
    internal long Size { get; init; }

    /// <summary>The path while it is written.</summary>
    internal string PartialPath => PartialFile.PartialOf(Target);

    /// <summary>What will be done, step by step.</summary>
    /// <param name="host">The host of the container.</param>
    public IReadOnlyList<string> Steps(DockerHost host) =>
    [
        .. IsFolder && PartialClaim.IsLeft(PartialPath) ? (string[])[$"remove {PartialPath}, which a copy has left that was killed"] : [],
        $"{Request} on {host} > {PartialPath}",
        IsFolder && Directory.Exists(Target) ? $"move what is in {PartialPath} into {Target}" : $"rename {PartialPath} to {Target}",
    ];
}
