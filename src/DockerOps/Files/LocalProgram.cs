namespace DockerOps.Files;

/// <summary>Finds the programs of this machine.</summary>
internal static class LocalProgram
{
    /// <summary>
    /// The full path of a program on the PATH, or null. On Windows a process that is started by a bare name comes from the
    /// current folder rather than from the PATH (CreateProcessW, lpApplicationName), whoever has put it there.
    /// </summary>
    public static string? Find(string name)
    {
        var file = OperatingSystem.IsWindows() && !Path.HasExtension(name) ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
