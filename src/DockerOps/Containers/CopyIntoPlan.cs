using DockerOps.Engine;

namespace DockerOps.Containers;

/// <summary>What will be copied into a container, and where to: made without changing anything.</summary>
/// <param name="Container">The container, as it was named.</param>
/// <param name="Source">The file or folder on this machine, links followed.</param>
/// <param name="Target">The path in the container that it will have.</param>
/// <param name="Request">The call that does it.</param>
public sealed record CopyIntoPlan(string Container, string Source, string Target, EngineRequest Request)
{
    /// <summary>The name at the beginning of every member of the tar; empty where a folder's content goes into <see cref="Target"/>.</summary>
    internal string Root { get; init; } = "";
}
