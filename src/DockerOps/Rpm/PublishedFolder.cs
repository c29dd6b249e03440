using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>A folder of a host in which a repository is, or will be, published.</summary>
internal static class PublishedFolder
{
    /// <summary>
    /// For scripts: <c>clear FOLDER</c> removes a folder unless something is mounted in it; <c>mounted FOLDER</c> tells whether,
    /// and where, in $m. /proc/mounts has octal numbers for a blank and a backslash (fstab(5)).
    /// </summary>
    public const string Clear = """
        mounted() {
          m=$(cd -P -- "$1" 2>/dev/null && pwd -P | sed 's/\\/\\134/g; s/ /\\040/g') && [ "$m" ] || return 1
          m=$(grep -F -e " $m/" -e " $m " /proc/mounts 2>/dev/null | head -n 1 | cut -d ' ' -f 2)
          [ "$m" ]
        }
        clear() {
          if mounted "$1"; then echo "$m is a mount: unmount it" >&2; return 1; fi
          rm -rf -- "$1"
        }

        """;

    private const string Mount = "mount=";

    // A mount that is in the way, else each file with its SHA-256; nothing when there is no folder.
    private const string Look = Clear + """
        for d in "$1" "$2"; do if mounted "$d"; then printf 'mount=%s\n' "$m"; exit 0; fi; done
        if [ ! -d "$1" ]; then exit 0; fi
        cd -- "$1" && find . -type f -exec sha256sum -- {} +
        """;

    /// <summary>The files there are, each with its SHA-256; none when there is no folder.</summary>
    /// <param name="shell">The host.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="next">Where its next state will be made.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">Conflict: something is mounted in one of the two.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ListAsync(HostShell shell, string folder, string next, CancellationToken cancellation)
    {
        var output = await shell.ReadAsync(["sh", "-c", Look, "sh", folder, next], cancellation).ConfigureAwait(false);
        if (output.StartsWith(Mount, StringComparison.Ordinal)) throw MountPoints.Refuse(output[Mount.Length..].TrimEnd('\n'), $" on '{shell.Host}'", folder);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);

        // 'HASH  ./NAME'; a name that needs escapes begins with a backslash and is none of ours.
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.IndexOf("./", StringComparison.Ordinal) is var at and > 64) found[line[(at + 2)..]] = line[..64];
        }

        return found;
    }

    /// <summary>The command that removes a folder in which nothing is mounted.</summary>
    public static IReadOnlyList<string> Remove(string folder) => ["sh", "-c", Clear + "clear \"$1\"", "sh", folder];
}
