namespace DockerOps.Tests;

/// <summary>Where the tests find the tree they were built from, and the module that was built with them.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The newest module that was built: output/DockerOps/(version).</summary>
    public static string Module { get; } =
        Directory.GetDirectories(Path.Combine(Root, "output", "DockerOps")).MaxBy(d => Version.Parse(Path.GetFileName(d)))!;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DockerOps.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder;
    }
}
