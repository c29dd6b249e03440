namespace DockerOps.Files;

/// <summary>
/// A folder only this user can enter, in memory where the system offers that, for sockets and small programs. Its path is
/// short: a unix socket's may not exceed 104 bytes (sys/un.h on BSD, 108 on Linux).
/// </summary>
internal sealed class PrivateFolder : IDisposable
{
    private const string Prefix = "dockerops.";
    private const string LockName = "lock";

    // Between being made and being locked a folder looks abandoned.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);
    private readonly FileStream held;

    public PrivateFolder()
        : this(Parent())
    {
    }

    internal PrivateFolder((string Path, bool IsOurs) place)
    {
        var (parent, isOurs) = place;
        if (isOurs) RemoveAbandoned(parent);
        Path = System.IO.Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N")[..12]);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        held = new FileStream(System.IO.Path.Combine(Path, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
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
        held.Dispose();
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody cleaned the temporary folders.
        }
    }

    // Ours: nobody else can put anything there. The temporary folder is the user's own on Windows and macOS.
    private static (string Path, bool IsOurs) Parent()
    {
        if (!OperatingSystem.IsLinux()) return (System.IO.Path.GetTempPath(), true);
        if (Environment.IsPrivilegedProcess && Directory.Exists("/run")) return ("/run", true);
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        if (runtime is { Length: > 0 and < 50 } && Directory.Exists(runtime)) return (runtime, true);
        return (Directory.Exists("/dev/shm") ? "/dev/shm" : "/tmp", false);
    }

    // A process that was killed leaves its folder behind; the lock it held on it is gone with it.
    private static void RemoveAbandoned(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            try
            {
                if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) < Young) continue;
                new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is in use, being made, or another user's.
            }
        }
    }
}
