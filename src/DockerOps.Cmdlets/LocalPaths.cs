using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>Turns what the user types for files on this machine into full paths, by the shell's own rules.</summary>
internal static class LocalPaths
{
    /// <summary>The full path of a file that need not exist.</summary>
    /// <exception cref="DockerOpsException">
    /// <see cref="FailureKind.InvalidInput"/>: the path is in no file system. <see cref="FailureKind.NotFound"/>: it is on a drive that does not exist.
    /// </exception>
    public static string Full(this PSCmdlet cmdlet, string path)
    {
        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem" ? full : throw NoFile(path);
        }
        catch (SessionStateException e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new DockerOpsException(FailureKind.NotFound, $"'{path}' is on a drive that does not exist in this PowerShell.", path, e);
        }
    }

    /// <summary>Whether the user means a folder to put files in: one that exists, or a name that ends with a slash.</summary>
    public static bool IsFolder(this PSCmdlet cmdlet, string path) =>
        path.EndsWith('/') || path.EndsWith(Path.DirectorySeparatorChar) || Directory.Exists(cmdlet.Full(path));

    /// <summary>The existing files that a path means: itself, or what its wildcards match.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.NotFound"/>: it means none.</exception>
    public static IReadOnlyList<string> Existing(this PSCmdlet cmdlet, string path, bool literal)
    {
        var full = cmdlet.Full(path);
        if (literal || Path.Exists(full)) return [full];
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            // The shell completes a[1].rpm as a`[1`].rpm.
            var plain = cmdlet.Full(WildcardPattern.Unescape(path));
            return [Path.Exists(plain) ? plain : full];
        }

        try
        {
            var found = cmdlet.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name != "FileSystem") throw NoFile(path);
            if (found.Count > 0) return found;
        }
        catch (ItemNotFoundException)
        {
            // Said below, in our words.
        }

        throw new DockerOpsException(FailureKind.NotFound, $"No file matches '{path}'.", path);
    }

    private static DockerOpsException NoFile(string path) => new(FailureKind.InvalidInput, $"'{path}' is not a path of the file system.", path);
}
