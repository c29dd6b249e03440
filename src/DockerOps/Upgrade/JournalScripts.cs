using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>The commands that keep the journal of upgrades on a host. They need dd(1).</summary>
internal static class JournalScripts
{
    /// <summary>Where everything about upgrades is kept on a host.</summary>
    public const string Base = RunScripts.Base;

    private const string NoteText = """
        f=$1/journal
        { cat "$f" 2>/dev/null; printf '%s\n' "$2"; } | dd of="$f.new" conv=fsync 2>/dev/null && mv -f "$f.new" "$f" && { sync "$1" 2>/dev/null || sync; }
        """;

    private const string ListText = """
        cd "$1" 2>/dev/null || exit 0
        for d in [0-9]*; do
          [ -f "$d/journal" ] && [ -f "$d/run.json" ] || continue
          echo "run $d"; cat "$d/journal"
        done
        """;

    // The newest upgrades keep what their way back needs, however many attempts failed after them; of the others that are over
    // the journal is kept. What has none was left by a client that ended before its run began: whoever makes a folder holds the
    // lock, so no other is being made.
    private const string MakeText = """
        umask 077
        mkdir -p "$1/$2" || exit
        cd "$1" || exit
        for d in [0-9]*T*; do [ "$d" = "$2" ] || [ -s "$d/journal" ] || rm -rf "$d"; done
        n=0
        ls -d [0-9]*T* | sort -r | while read -r d; do
          case $(tail -n 1 "$d/journal" 2>/dev/null) in
            *'"Kind":"Upgraded"'*) n=$((n + 1)); [ $n -gt "$3" ] || continue ;;
            *'"Kind":"RolledBack"'*) ;;
            *) continue ;;
          esac
          rm -rf "$d/new" "$d/old" "$d"/*.tar "$d"/archive*
        done
        """;

    /// <summary>Adds a line to a run's journal, whole or not at all, and safe on the disk.</summary>
    public static IReadOnlyList<string> Note(string folder, string line) => ["sh", "-c", NoteText, "sh", folder, line];

    /// <summary>Prints the journals of all runs.</summary>
    public static IReadOnlyList<string> List { get; } = ["sh", "-c", ListText, "sh", Base];

    /// <summary>Makes the folder of a run, and takes away what older runs kept than the last two upgrades.</summary>
    public static IReadOnlyList<string> Make(string id) => ["sh", "-c", MakeText, "sh", Base, id, "2"];

    /// <summary>Brings files safely to the disk.</summary>
    public static IReadOnlyList<string> Sync(string folder) => ["sh", "-c", "sync \"$1\"/* \"$1\" 2>/dev/null || sync", "sh", folder];
}
