using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>Configuration files on this machine.</summary>
public static class YumConfigurationFile
{
    private const int Longest = 4 * 1024 * 1024;

    /// <summary>Reads a yum.conf, dnf.conf or .repo file.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="DockerOpsException">
    /// NotFound, NotPermitted: the file. InvalidInput: it is no such file. Corrupt: a line that neither yum nor dnf can read, with its number.
    /// </exception>
    public static YumConfiguration Read(string path)
    {
        using var file = LocalFile.OpenRead(path);
        if (file.Length > Longest) throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' is {file.Length:N0} bytes long, too much for a yum configuration.", path);
        using var reader = new StreamReader(file);
        return YumConfiguration.Parse(reader.ReadToEnd(), path);
    }
}
