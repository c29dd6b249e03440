using System.Runtime.InteropServices;
using System.Text;

namespace DockerOps.Rpm;

/// <summary>What Linux does with files of this machine and .NET does not: hard links, two folders that change places, and where a path leads.</summary>
internal static class LinuxFiles
{
    private const int Here = -100;
    private const uint Exchange = 2;

    // PATH_MAX.
    private const int MostBytes = 4096;

    /// <summary>Gives a file of this machine a second name (link(2)).</summary>
    /// <returns>Whether it was done; not where the file system has no links, or the name is taken.</returns>
    public static bool TryLink(string file, string name) => OperatingSystem.IsLinux() && Link(Bytes(file), Bytes(name)) == 0;

    /// <summary>Gives a folder the name of another, which gets the first one's name, in one step; where there is no other, it is only renamed (renameat2(2)).</summary>
    /// <returns>Whether it was done; not where the C library (glibc before 2.28) or the file system (NFS) cannot.</returns>
    public static bool TryExchange(string made, string place)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return RenameAt(Here, Bytes(made), Here, Bytes(place), Path.Exists(place) ? Exchange : 0) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The path without links on the way (realpath(3)); null where nothing is there.</summary>
    public static string? TryResolve(string path)
    {
        var found = new byte[MostBytes];
        return OperatingSystem.IsLinux() && RealPath(Bytes(path), found) != 0 ? Encoding.UTF8.GetString(found, 0, Array.IndexOf(found, (byte)0)) : null;
    }

    private static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "link")]
    private static extern int Link(byte[] from, byte[] to);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "realpath")]
    private static extern nint RealPath(byte[] path, byte[] resolved);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "renameat2")]
    private static extern int RenameAt(int fromFolder, byte[] from, int toFolder, byte[] to, uint flags);
}
