namespace DockerOps.Hosts;

/// <summary>The commands behind <see cref="RunLock"/>: who may change a host's engine, and steps that nothing cuts off. They need flock(1) and setsid(1).</summary>
internal static class RunScripts
{
    /// <summary>Where the lock is on a host, and everything about upgrades.</summary>
    public const string Base = "/var/lib/dockerops/upgrade";

    /// <summary>The exit code of <see cref="Hold"/> when somebody else is at work.</summary>
    public const int IsHeld = 17;

    // Holds the lock as long as its input gives a sign of life every minute: a client that dies closes it, and one whose
    // connection is cut without a word falls silent. A step that outlived its client is awaited, be it of an upgrade or of a change
    // of the configuration. Such a change works on hosts too that have no flock(1); they cannot be upgraded, so nobody is in its way.
    // What a backup holds would run while its volumes are read. busybox's timeout had its seconds as an option up to 1.29.
    private const string HoldText = """
        umask 077
        mkdir -p "$1" && cd "$1" || exit
        command -v flock >/dev/null 2>&1 || { echo ready; exec cat >/dev/null; }
        exec 9>>lock || exit
        n=0
        until flock -n 9; do
          if [ $n -ge "$3" ]; then echo "held $(cat owner 2>/dev/null)"; exit 17; fi
          n=$((n + 1)); sleep 1
        done
        for f in ../backup/*; do
          [ ! -f "$f" ] || flock -n "$f" true || { echo backup; exit 17; }
        done
        printf '%s\n' "$2" >owner
        exec 8>>step.lock || exit
        if ! flock -n 8; then echo waiting; flock 8 || exit; fi
        if [ -e ../config/step.lock ]; then
          exec 7>>../config/step.lock || exit
          if ! flock -n 7; then echo waiting; flock 7 || exit; fi
          exec 7>&-
        fi
        printf '%s\n' "$4" >turn
        exec 8>&-
        echo ready
        for t in 60 '-t 60' ''; do [ -z "$t" ] || ! timeout ${t%60}1 true 2>/dev/null || break; done
        if [ -n "$t" ]; then while [ -n "$(timeout $t head -c 1)" ]; do :; done; else cat >/dev/null; fi
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

    /// <summary>Takes the lock and holds it while its input stays open.</summary>
    public static IReadOnlyList<string> Hold(string owner, int seconds, string turn) =>
        ["sh", "-c", HoldText, "sh", Base, owner, seconds.ToString(System.Globalization.CultureInfo.InvariantCulture), turn];

    /// <summary>Waits for a step that was left running, and begins a new turn.</summary>
    public static IReadOnlyList<string> Turn(string turn) => ["sh", "-c", TurnText, "sh", Base, turn];

    /// <summary>Runs a command to its end, whatever becomes of the one who started it.</summary>
    public static IReadOnlyList<string> Outlive(string turn, string output, IReadOnlyList<string> command) =>
        ["sh", "-c", OutliveText, "sh", Base, turn, output, .. command];
}
