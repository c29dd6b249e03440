namespace DockerOps.Hosts;

/// <summary>What is mounted in a folder of a host, for scripts.</summary>
internal static class MountScript
{
    /// <summary>
    /// <c>mounts FOLDER</c> prints where something is mounted at or below a folder without links, the deepest first, as /proc/mounts spells
    /// it: with octal numbers for blanks, tabs and backslashes (fstab(5)). <c>unmount FOLDER</c> takes all that off.
    /// </summary>
    public const string Functions = """
        mounts() {
          m=$(printf %s "$1" | sed 's/\\/\\134/g; s/ /\\040/g; s/'"$(printf '\t')"'/\\011/g')
          while read -r d p o; do case $p in "$m"|"${m%/}"/*) printf '%s\n' "$p" ;; esac; done </proc/mounts | sort -r
        }
        unmount() {
          mounts "$1" | while read -r p; do umount "$(printf "$(printf %s "$p" | sed 's/%/%%/g')")"; done
        }

        """;
}
