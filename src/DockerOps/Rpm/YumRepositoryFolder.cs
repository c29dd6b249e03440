namespace DockerOps.Rpm;

/// <summary>The places of a repository in a folder of this machine.</summary>
internal static class YumRepositoryFolder
{
    public const string Metadata = "repodata";
    public const string Index = "repodata/repomd.xml";
    public const string Signature = "repodata/repomd.xml.asc";
    public const string Key = "repodata/repomd.xml.key";

    /// <summary>A hidden name beside the folder: on the same file system, so that a rename is one step.</summary>
    public static string Beside(string folder, string what) =>
        Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.{what}");

    /// <summary>Where the next state of the folder is made.</summary>
    public static string Next(string folder) => Beside(folder, "next");

    /// <summary>The .repo file that a repository carries.</summary>
    public static string Definition(string folder, string name) => Path.Combine(folder, name + ".repo");

    /// <summary>The package files below a folder, as paths relative to it with <c>/</c>.</summary>
    public static IEnumerable<string> Packages(string folder) =>
        Directory.EnumerateFiles(folder, "*" + RpmPackageReader.Extension, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'));
}
