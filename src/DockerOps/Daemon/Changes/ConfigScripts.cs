namespace DockerOps.Daemon.Changes;

/// <summary>
/// The commands that keep, write and put back configuration files on a host. They need a POSIX <c>sh</c> and what busybox has.
/// </summary>
/// <remarks>
/// A change has a folder of its own, which only root may enter: <c>1</c>, <c>2</c> … are the old files as they were, <c>new.1</c>,
/// <c>new.2</c> … those that take their place, <c>about</c> says what they are: <c>name</c> is the path that a file is known by,
/// <c>file</c> or <c>none</c> the one behind all links. <c>state</c> is <c>open</c> until the change is <c>done</c> or
/// <c>undone</c>. <c>copying</c> names the copy of the data that is made before the new files take their place. A client that
/// dies leaves it open, with everything that is needed to go back.
/// </remarks>
internal static class ConfigScripts
{
    /// <summary>Where the folders are.</summary>
    public const string Base = "/var/lib/dockerops/config";

    /// <summary>Where they are on boot2docker, of whose file system only this part is kept.</summary>
    public const string Boot2DockerBase = "/var/lib/boot2docker/dockerops/config";

    /// <summary>The exit code of <see cref="Await"/> when the step goes on.</summary>
    public const int StillRuns = 17;

    // A link is followed: the file behind it is kept and written.
    private const string Real = """
        real() { readlink -f -- "$1" 2>/dev/null || printf '%s\n' "$1"; }

        """;

    private const string KeepScript = Real + """
        set -e
        umask 077
        d=$1; what=$2; engine=$3; copying=$4; shift 4
        mkdir -p "${d%/*}"
        mkdir "$d"
        [ -z "$copying" ] || printf '%s\n' "$copying" >"$d/copying"
        n=0
        {
          date -u +'time %Y-%m-%dT%H:%M:%SZ'
          printf 'what %s\nengine %s\n' "$what" "$engine"
          for f; do
            n=$((n+1)); r=$(real "$f")
            printf 'name %s %s\n' "$n" "$f"
            if [ -f "$r" ]; then cp -p -- "$r" "$d/$n"; printf 'file %s %s\n' "$n" "$r"; else printf 'none %s %s\n' "$n" "$r"; fi
          done
        } >"$d/about"
        echo open >"$d/state"
        sync
        n=0
        for f; do
          n=$((n+1))
          if [ -f "$d/$n" ]; then od -An -v -tx1 <"$d/$n"; else echo none; fi
          echo end
        done
        cd "${d%/*}"
        set -- [0-9]*
        while [ $# -gt 50 ]; do [ "$(cat "$1/state" 2>/dev/null)" = open ] || rm -rf -- "$1"; shift; done
        """;

    // The file that is there gives the new one its owner, its mode and what else cp keeps.
    private const string SwitchScript = Real + """
        set -e
        d=$1; shift
        rm -f "$d/copying"
        while [ $# -gt 0 ]; do
          n=$1 mode=$2 r=$(real "$3"); shift 3
          if [ ! -e "$d/new.$n" ]; then rm -f -- "$r"; continue; fi
          mkdir -p -- "${r%/*}"
          if [ -f "$r" ]; then cp -p -- "$r" "$r.dockerops"; else : >"$r.dockerops"; chmod "$mode" "$r.dockerops"; fi
          [ "$mode" = 0644 ] || chmod "$mode" "$r.dockerops"
          cat "$d/new.$n" >"$r.dockerops"
          sync "$r.dockerops" 2>/dev/null || sync
          mv -f -- "$r.dockerops" "$r"
          ! command -v restorecon >/dev/null 2>&1 || restorecon "$r" 2>/dev/null || :
        done
        """;

    private const string RestoreScript = """
        set -e
        d=$1
        while read -r kind n f; do
          case $kind in
            file) cp -p -- "$d/$n" "$f.dockerops"; sync "$f.dockerops" 2>/dev/null || sync; mv -f -- "$f.dockerops" "$f" ;;
            none) rm -f -- "$f" "$f.dockerops" ;;
          esac
        done <"$d/about"
        """;

    // No program but the shell itself, unless bytes are asked for: somebody may be waiting for Tab.
    private const string ListScript = """
        cd "$1" 2>/dev/null || exit 0
        for d in [0-9]*; do
          [ -f "$d/state" ] && read -r state <"$d/state" || continue
          printf 'kept %s %s\n' "$d" "$state"
          while read -r line; do printf '%s\n' "$line"; done <"$d/about"
          [ ! -f "$d/copying" ] || { read -r line <"$d/copying" && printf 'copying %s\n' "$line"; }
          [ "$2" = all ] || [ "$state" = open ] || continue
          while read -r kind n f; do
            [ "$kind" = file ] || continue
            printf 'text %s\n' "$n"; od -An -v -tx1 <"$d/$n"; echo end
          done <"$d/about"
        done
        exit 0
        """;

    // Whoever has the lock has the turn. A step that a client began who is gone by now is awaited.
    private const string HoldScript = """
        umask 077
        mkdir -p "$1" && cd "$1" || exit
        exec 9>lock 8>>step.lock || exit
        if command -v flock >/dev/null 2>&1; then
          flock -n 9 || { echo busy; exit 0; }
          flock -n 8 || { echo waiting; flock 8 || exit; }
        fi
        printf '%s\n' "$2" >turn.new && mv -f turn.new turn || exit
        exec 8>&-
        echo held
        exec cat >/dev/null
        """;

    // A step that reaches the host only when somebody else has the turn does nothing. What a step leaves running holds no lock.
    private const string StepScript = """
        exec 8>>"$1/step.lock" || exit
        ! command -v flock >/dev/null 2>&1 || flock 8 || exit
        [ "$(cat "$1/turn")" = "$2" ] || { echo "somebody else changes the configuration now" >&2; exit 1; }
        shift 2
        "$@" 8>&-
        """;

    private const string AwaitScript = """
        [ -e "$1/step.lock" ] && command -v flock >/dev/null 2>&1 || exit 0
        exec 8>>"$1/step.lock" || exit 0
        n=0
        until flock -n 8; do
          [ $n -lt "$2" ] || exit 17
          n=$((n + 1)); sleep 1
        done
        """;

    public static IReadOnlyList<string> Keep(string folder, string what, bool engineRuns, DataCopy? copying, IEnumerable<string> paths) =>
        Script(KeepScript, [folder, what, engineRuns ? "runs" : "stopped", copying?.ToString() ?? "", .. paths]);

    public static IReadOnlyList<string> Switch(string folder, IEnumerable<(int Number, string Mode, string Path)> files) => Script(
        SwitchScript,
        [folder, .. files.SelectMany(f => new[] { f.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), f.Mode, f.Path })]);

    public static IReadOnlyList<string> Restore(string folder) => Script(RestoreScript, folder);

    public static IReadOnlyList<string> SetState(string folder, string state) => Script("[ -f \"$1/state\" ] || exit 0; printf '%s\\n' \"$2\" >\"$1/state.new\" && mv -f \"$1/state.new\" \"$1/state\" && rm -f \"$1\"/new.* \"$1/copying\"", folder, state);

    /// <summary>Tells the kept versions, with their files' bytes for those that are open, or for all.</summary>
    public static IReadOnlyList<string> List(string folder, bool bytes) => Script(ListScript, folder, bytes ? "all" : "open");

    /// <summary>Takes the turn, and keeps it while its input stays open.</summary>
    public static IReadOnlyList<string> Hold(string folder, string turn) => Script(HoldScript, folder, turn);

    /// <summary>Runs the command behind it as a step of a turn: one at a time, and not once the turn is over.</summary>
    public static IReadOnlyList<string> Step(string folder, string turn) => Script(StepScript, folder, turn);

    /// <summary>Waits for a step that runs.</summary>
    public static IReadOnlyList<string> Await(string folder, int seconds) =>
        Script(AwaitScript, folder, seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static IReadOnlyList<string> Script(string script, params string[] arguments) => ["sh", "-c", script, "sh", .. arguments];
}
