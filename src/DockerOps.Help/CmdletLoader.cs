using System.Reflection;
using System.Runtime.Loader;

namespace DockerOps.Help;

/// <summary>
/// Loads the cmdlets' assembly beside the assemblies it refers to, to be looked at and never run:
/// System.Management.Automation may be the reference assembly, whose methods are empty.
/// </summary>
internal sealed class CmdletLoader : AssemblyLoadContext
{
    private readonly Dictionary<string, string> _paths;

    /// <param name="references">Paths of the assemblies that are not part of the shared framework.</param>
    public CmdletLoader(IEnumerable<string> references) : base(isCollectible: true) =>
        _paths = references.ToDictionary(path => Path.GetFileNameWithoutExtension(path), Path.GetFullPath);

    /// <summary>The assembly at a path. Read into memory, so that the file stays free for the next build.</summary>
    public Assembly Open(string path) => LoadFromStream(new MemoryStream(File.ReadAllBytes(path)));

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && _paths.TryGetValue(name, out var path) ? Open(path) : null;
}
