namespace DockerOps.Daemon;

/// <summary>
/// Which variables hold arguments of the daemon, and who reads them. Sources: moby contrib/init (sysvinit-redhat: <c>other_args</c>;
/// sysvinit-debian, upstart, openrc: <c>DOCKER_OPTS</c>), Red Hat's docker.service (<c>OPTIONS</c> and the companions), boot2docker's
/// rootfs/usr/local/etc/init.d/docker (<c>EXTRA_ARGS</c>, <c>DOCKER_HOST</c>, <c>DOCKER_DIR</c>, <c>DOCKER_STORAGE</c>).
/// </summary>
internal static class VariableFiles
{
    private static readonly HashSet<string> Boot2Docker = ["EXTRA_ARGS", "DOCKER_HOST"];
    private static readonly HashSet<string> Default = ["DOCKER_OPTS"];
    private static readonly HashSet<string> Sysconfig =
    [
        "other_args", "OPTIONS", "DOCKER_STORAGE_OPTIONS", "DOCKER_NETWORK_OPTIONS",
        "INSECURE_REGISTRY", "ADD_REGISTRY", "BLOCK_REGISTRY",
    ];

    // Files may be read here too, from a folder of a Windows machine.
    private static readonly char[] Separators = ['/', '\\'];

    private static readonly HashSet<string> All = [.. Boot2Docker, .. Default, .. Sysconfig];

    public static bool HoldsArguments(string variable) => All.Contains(variable);

    public static bool IsBoot2Docker(string path) => path.Replace('\\', '/').EndsWith("boot2docker/profile", StringComparison.Ordinal) || Path.GetFileName(path) == "profile";

    /// <summary>Whether the engine's init script reads the file: what the script says, else what is the custom.</summary>
    public static bool IsRead(DaemonFile file, DaemonFile? script) =>
        script is null || script.Text.Contains(file.Path, StringComparison.Ordinal)
        || script.Text.Contains(FolderOf(file.Path) + "/$", StringComparison.Ordinal);

    /// <summary>Whether the script that reads the file uses the variable for the engine's arguments.</summary>
    public static bool IsRead(string variable, DaemonFile file, DaemonFile? script)
    {
        if (script is not null)
            return script.Text.Contains("$" + variable, StringComparison.Ordinal) || script.Text.Contains("${" + variable, StringComparison.Ordinal);
        if (IsBoot2Docker(file.Path)) return Boot2Docker.Contains(variable);
        var custom = file.Path.Split(Separators) is [.., var folder, _] ? folder : "";
        var variables = custom switch { "default" or "conf.d" => Default, "sysconfig" => Sysconfig, _ => All };
        return variables.Contains(variable);
    }

    // As the host has it and its script says it: of a path of a host, Windows would make one with backslashes.
    private static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var at ? path[..at] : "";

    /// <summary>The flag that a variable of boot2docker's stands for, or null.</summary>
    public static string? FlagOf(string variable) => variable switch { "DOCKER_DIR" => "--data-root", "DOCKER_STORAGE" => "--storage-driver", _ => null };
}
