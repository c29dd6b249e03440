using DockerOps.Engine;

namespace DockerOps.Containers;

/// <summary>The Engine API's calls for files in a container (moby, <c>api/swagger.yaml</c>, ContainerArchive).</summary>
public static class CopyRequests
{
    /// <summary>Asks what a path is.</summary>
    public static EngineRequest Look(string container, string path) => EngineRequest.Head(Archive(container), ("path", path));

    /// <summary>Reads a file or folder as a tar.</summary>
    public static EngineRequest Read(string container, string path) => EngineRequest.Get(Archive(container), ("path", path));

    /// <summary>Unpacks a tar into a folder. A folder is never replaced by a file, nor a file by a folder.</summary>
    /// <param name="container">The container's name or id.</param>
    /// <param name="folder">A folder that exists.</param>
    /// <param name="source">Where the bytes come from, to be shown.</param>
    public static EngineRequest Write(string container, string folder, string source) =>
        EngineRequest.Put(Archive(container), ("path", folder), ("noOverwriteDirNonDir", "1")) with { Source = source };

    private static string Archive(string container) => ContainerRequests.Path(container, "/archive");
}
