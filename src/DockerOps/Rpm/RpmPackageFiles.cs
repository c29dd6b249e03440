using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>Finds package files on this machine.</summary>
public static class RpmPackageFiles
{
    // Links are not followed: they may lead out, or round in a circle.
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
        MatchCasing = MatchCasing.CaseSensitive,
    };

    /// <summary>The files that a path means: itself, or every <c>.rpm</c> file in a folder and below, in order.</summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="DockerOpsException">NotFound: a folder without packages. NotPermitted: one that may not be read.</exception>
    public static IReadOnlyList<string> In(string path)
    {
        if (!Directory.Exists(path)) return [path];
        try
        {
            string[] found = [.. Directory.EnumerateFiles(path, "*" + RpmPackageReader.Extension, Everywhere).Order(StringComparer.Ordinal)];
            return found.Length > 0 ? found : throw new DockerOpsException(FailureKind.NotFound, $"There is no package (*.rpm) in '{path}' or below.", path);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, path);
        }
    }
}
