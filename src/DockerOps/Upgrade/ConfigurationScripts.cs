namespace DockerOps.Upgrade;

/// <summary>The commands that put a configuration back out of the archive that was made before an upgrade.</summary>
internal static class ConfigurationScripts
{
    // Bytes alone count: times and owners are no loss, and busybox's tar cannot compare. What the engine reads and was not there goes:
    // an older engine does not start with an option that it does not know.
    private const string Differ = StaticScripts.ListArchive + """
        had() { names "$1" | grep -qxF -e "$2"; }
        differ() {
          names "$1" | while read -r f; do
            if [ -L "/$f" ]; then tar -tvf "$1" "$f" | grep -qF -e " -> $(readlink "/$f")" || printf '%s\n' "$f"
            elif [ -f "/$f" ]; then [ "$(tar -xOf "$1" "$f" | sha256sum)" = "$(sha256sum <"/$f")" ] || printf '%s\n' "$f"
            fi
          done
          for f in /etc/docker/daemon.json /etc/systemd/system/docker.service.d/*.conf; do
            [ ! -f "$f" ] || had "$1" "${f#/}" || printf '%s\n' "${f#/}"
          done
        }

        """;

    private const string DifferingText = Differ + """
        differ "$1"
        exit 0
        """;

    // Done again after it was done in part, the copy is there already, or nothing was other.
    private const string PutBackText = Differ + """
        a=$1 k=$2
        if [ ! -d "$k" ]; then
          differ "$a" >"$k.list" || exit
          if [ -s "$k.list" ]; then
            rm -rf "$k.new" && mkdir "$k.new" || exit
            while read -r f; do mkdir -p "$k.new/${f%/*}" && cp -a "/$f" "$k.new/$f" || exit; done <"$k.list"
            sync && mv "$k.new" "$k" || exit
          fi
        fi
        tar --numeric-owner -xpf "$a" -C / || exit
        while read -r f; do had "$a" "$f" || rm -f "/$f" || exit; done <"$k.list"
        """ + "\n" + StaticScripts.Relabel + """
        names "$a" | while read -r f; do relabel "/$f"; done
        """;

    private const string KeptText = """
        [ -d "$1" ] || exit 0
        cat -- "$1.list"
        """;

    /// <summary>Tells the files that are not as they were, by their paths below the root.</summary>
    public static IReadOnlyList<string> Differing(string archive) => ["sh", "-c", DifferingText, "sh", archive];

    /// <summary>Keeps those in a folder, and puts all back.</summary>
    public static IReadOnlyList<string> PutBack(string archive, string kept) => ["sh", "-c", PutBackText, "sh", archive, kept];

    /// <summary>Tells what was kept.</summary>
    public static IReadOnlyList<string> Kept(string kept) => ["sh", "-c", KeptText, "sh", kept];
}
