namespace DockerOps.Upgrade;

/// <summary>The commands that put a configuration back out of the archive that was made before an upgrade.</summary>
internal static class ConfigurationScripts
{
    // tar(1), --compare: what it says of a file whose bytes are others. Times and owners alone are no loss.
    private const string Differ = """
        differ() {
          LC_ALL=C tar --quoting-style=literal -df "$1" -C / 2>/dev/null |
            sed -n 's/: Contents differ$//p;s/: Size differs$//p;s/: Symlink differs$//p;s/: File type differs$//p' | sort -u |
            while read -r f; do [ ! -e "/$f" ] && [ ! -L "/$f" ] || printf '%s\n' "$f"; done
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
