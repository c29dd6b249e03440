namespace DockerOps.Rpm;

/// <summary>Where file systems are mounted on this machine.</summary>
internal static class MountPoints
{
    /// <summary>
    /// Refuses a folder that is a mount or has one in it. A folder is renamed together with what is mounted in it, and to
    /// remove it is to empty that.
    /// </summary>
    /// <exception cref="DockerOpsException">Conflict: something is mounted there.</exception>
    public static void ThrowIfIn(string folder)
    {
        if (LinuxFiles.TryResolve(folder) is not { } real) return;

        // fstab(5): a blank and a backslash stand there as octal numbers.
        var name = real.Replace("\\", @"\134", StringComparison.Ordinal).Replace(" ", @"\040", StringComparison.Ordinal);
        var mount = File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')[1])
            .FirstOrDefault(at => at == name || at.StartsWith(name + "/", StringComparison.Ordinal));
        if (mount is not null) throw Refuse(mount, "", folder);
    }

    /// <summary>The words for a mount that is in the way.</summary>
    /// <param name="mount">Where, as the kernel spells it.</param>
    /// <param name="on">On which host, with a blank before it; nothing for this machine.</param>
    /// <param name="folder">The folder that it is in.</param>
    public static DockerOpsException Refuse(string mount, string on, string folder)
    {
        var shown = mount.Replace(@"\040", " ", StringComparison.Ordinal).Replace(@"\134", "\\", StringComparison.Ordinal);
        return new(
            FailureKind.Conflict, $"'{shown}'{on} is a mount, and a repository's folder is exchanged and removed as a whole, with all that is in it. Unmount it first, or use a folder that is on one file system.", folder);
    }
}
