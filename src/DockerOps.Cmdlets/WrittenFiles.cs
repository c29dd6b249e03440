namespace DockerOps.Cmdlets;

/// <summary>The files one pipeline has written. -Force is for those that were there before, not for them.</summary>
internal sealed class WrittenFiles
{
    private readonly Dictionary<string, string> contents = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses a file that the pipeline has written.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="name">What is to be written to it.</param>
    /// <param name="advice">What to do instead: a sentence.</param>
    /// <exception cref="DockerOpsException">InvalidInput.</exception>
    public void Check(string path, string name, string advice)
    {
        if (contents.TryGetValue(path, out var content)) throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' holds {content} already. {advice}", name);
    }

    /// <summary>Remembers a file that is written.</summary>
    public void Add(string path, string name, DockerHost host) => contents[path] = $"'{name}' of '{host}'";
}
