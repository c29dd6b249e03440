namespace DockerOps.Daemon;

/// <summary>Writes a file that has its mode from the first byte on, beside its place, and renames it.</summary>
internal static class PrivateFile
{
    public static void Write(string path, string text, int mode)
    {
        var partial = path + ".partial";
        File.Delete(partial);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = (UnixFileMode)mode;
            using (var writer = new StreamWriter(partial, options)) writer.Write(text);

            // The process's mask may have taken bits away.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(partial, (UnixFileMode)mode);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
