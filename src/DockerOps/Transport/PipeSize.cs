using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace DockerOps.Transport;

/// <summary>
/// Makes the pipe of a child process hold 1 MiB where the system grants it. In the usual 64 KiB both ends wait for each
/// other: 1 GB out of ssh, hashed and written, takes a fifth longer.
/// </summary>
internal static class PipeSize
{
    // F_SETPIPE_SZ (fcntl(2), linux/fcntl.h), and the most that /proc/sys/fs/pipe-max-size lets anyone ask for at first.
    private const int SetSize = 1031;
    private const int Size = 1 << 20;

    /// <summary>Whether the stream is a pipe that holds 1 MiB now. Where it is not granted the pipe stays as it is.</summary>
    public static bool TryEnlarge(Stream pipe) =>
        OperatingSystem.IsLinux() && pipe is PipeStream stream && Control(stream.SafePipeHandle, SetSize, Size) >= Size;

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(SafeHandle file, int command, int argument);
}
