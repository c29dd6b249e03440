namespace DockerOps.Transport;

/// <summary>
/// A folder only this user can enter, in memory where the system offers that, for sockets and the moments a secret
/// needs a file. Its path is short: a unix socket's may not exceed 104 bytes (sys/un.h on BSD, 108 on Linux).
/// </summary>
internal sealed class PrivateFolder : IDisposable
{
    public PrivateFolder()
    {
        if (!OperatingSystem.IsLinux())
        {
            Path = Directory.CreateTempSubdirectory("dockerops-").FullName;
            return;
        }

        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        var parent = runtime is { Length: > 0 and < 50 } && Directory.Exists(runtime) ? runtime
            : Directory.Exists("/dev/shm") ? "/dev/shm"
            : "/tmp";
        Path = System.IO.Path.Combine(parent, "dockerops-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    /// <summary>Writes a file that only this user can read, and run if asked.</summary>
    public string Write(string name, string content, bool executable = false)
    {
        var file = System.IO.Path.Combine(Path, name);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | (executable ? UnixFileMode.UserExecute : 0);
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(content);
        return file;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody cleaned the temporary folders.
        }
    }
}
