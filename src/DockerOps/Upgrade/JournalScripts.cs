namespace DockerOps.Upgrade;

/// <summary>The commands that keep the journal of upgrades on a host. They need flock(1), setsid(1) and dd(1).</summary>
internal static class JournalScripts
{
    /// <summary>Where everything about upgrades is kept on a host.</summary>
    public const string Base = "/var/lib/dockerops/upgrade";

    /// <summary>The exit code of <see cref="Hold"/> when somebody else is at work.</summary>
    public const int IsHeld = 17;

    // Holds the lock as long as its input gives a sign of life every minute: a client that dies closes it, and one whose
    // connection is cut without a word falls silent. A step that outlived its client is awaited.
    private const string HoldText = """
        umask 077
        mkdir -p "$1" && cd "$1" || exit
        exec 9>>lock || exit
        n=0
        until flock -n 9; do
          if [ $n -ge "$3" ]; then echo "held $(cat owner 2>/dev/null)"; exit 17; fi
          n=$((n + 1)); sleep 1
        done
        printf '%s\n' "$2" >owner
        exec 8>>step.lock || exit
        if ! flock -n 8; then echo waiting; flock 8 || exit; fi
        printf '%s\n' "$4" >turn
        exec 8>&-
        echo ready
        while [ -n "$(timeout 60 head -c 1)" ]; do :; done
        rm -f owner
        """;

    // The command is in a session of its own and no child of ours, so that nothing that ends us ends it; and what it may leave
    // running must not hold the lock. One that comes late, when another has its turn, does nothing.
    private const string OutliveText = """
        o=$3
        exec 8>>"$1/step.lock" || exit
        flock 8 || exit
        [ "$(cat "$1/turn")" = "$2" ] || { echo "somebody else has taken over" >&2; exit 1; }
        exec 7>>"$1/step.lock" || exit
        shift 3
        rm -f "$o.code"
        (setsid sh -c '"$@" >"$0" 2>&1 </dev/null 7>&- 8>&-; echo $? >"$0.code"' "$o" "$@" </dev/null >/dev/null 2>&1 7>&- &)
        exec 8>&-
        flock 7
        c=$(cat "$o.code" 2>/dev/null)
        [ "$c" = 0 ] || tail -c 4000 "$o" >&2
        exit "${c:-1}"
        """;

    private const string TurnText = """
        exec 8>>"$1/step.lock" || exit
        flock 8 || exit
        printf '%s\n' "$2" >"$1/turn"
        """;

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

    /// <summary>Takes the lock and holds it while its input stays open.</summary>
    public static IReadOnlyList<string> Hold(string owner, int seconds, string turn) =>
        ["sh", "-c", HoldText, "sh", Base, owner, seconds.ToString(System.Globalization.CultureInfo.InvariantCulture), turn];

    /// <summary>Waits for a step that was left running, and begins a new turn.</summary>
    public static IReadOnlyList<string> Turn(string turn) => ["sh", "-c", TurnText, "sh", Base, turn];

    /// <summary>Runs a command to its end, whatever becomes of the one who started it.</summary>
    public static IReadOnlyList<string> Outlive(string turn, string output, IReadOnlyList<string> command) =>
        ["sh", "-c", OutliveText, "sh", Base, turn, output, .. command];

    /// <summary>Adds a line to a run's journal, whole or not at all, and safe on the disk.</summary>
    public static IReadOnlyList<string> Note(string folder, string line) => ["sh", "-c", NoteText, "sh", folder, line];

    /// <summary>Prints the journals of all runs.</summary>
    public static IReadOnlyList<string> List { get; } = ["sh", "-c", ListText, "sh", Base];

    /// <summary>Makes the folder of a run, and takes away what older runs kept than the last two upgrades.</summary>
    public static IReadOnlyList<string> Make(string id) => ["sh", "-c", MakeText, "sh", Base, id, "2"];

    /// <summary>Brings files safely to the disk.</summary>
    public static IReadOnlyList<string> Sync(string folder) => ["sh", "-c", "sync \"$1\"/* \"$1\" 2>/dev/null || sync", "sh", folder];
}
