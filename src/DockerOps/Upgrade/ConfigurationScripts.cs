namespace DockerOps.Upgrade;

/// <summary>The commands that put a configuration back out of the archive that was made before an upgrade.</summary>
internal static class ConfigurationScripts
{
    // tar(1), --compare: what it says of a file whose bytes are others. Times and owners alone are no loss. What the engine reads and
    // was not there goes: an older engine does not start with an option that it does not know.
    private const string Differ = """
        had() { tar --quoting-style=literal -tf "$1" | grep -qxF -e "$2"; }
        differ() {
          LC_ALL=C tar --quoting-style=literal -df "$1" -C / 2>/dev/null |
            sed -n 's/: Contents differ$//p;s/: Size differs$//p;s/: Symlink differs$//p;s/: File type differs$//p' | sort -u |
            while read -r f; do [ ! -e "/$f" ] && [ ! -L "/$f" ] || printf '%s\n' "$f"; done
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
            rm -rf "$k.new" && mkdir "$k.new" && tar --numeric-owner -cf "$k.new.tar" -C / -T "$k.list" && tar --numeric-owner -xpf "$k.new.tar" -C "$k.new" &&
              rm -f "$k.new.tar" && sync && mv "$k.new" "$k" || exit
          fi
        fi
        tar --numeric-owner -xpf "$a" -C / || exit
        while read -r f; do had "$a" "$f" || rm -f "/$f" || exit; done <"$k.list"
        """ + "\n" + StaticScripts.Relabel + """
        tar --quoting-style=literal -tf "$a" | while read -r f; do relabel "/$f"; done
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
