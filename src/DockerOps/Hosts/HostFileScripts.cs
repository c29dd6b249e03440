namespace DockerOps.Hosts;

/// <summary>
/// The commands that look at, receive and send a file on a host. They need a POSIX <c>sh</c>, <c>tee</c>, <c>head -c</c> and
/// one of openssl, python3, sha256sum, shasum or perl.
/// </summary>
internal static class HostFileScripts
{
    /// <summary>What went wrong is told by the words for it, which have to be English; names stay in the host's own spelling (locale(7)).</summary>
    public const string Speak = """
        LANG=${LC_ALL:-$LANG} LC_MESSAGES=C
        unset LC_ALL LANGUAGE
        export LANG LC_MESSAGES

        """;

    /// <summary>The function <c>hash</c>, of its input. Those that use the processor's own instructions first: they are five times as fast.</summary>
    public const string Hash = """
        if command -v openssl >/dev/null 2>&1; then hash() { openssl dgst -sha256; }
        elif command -v python3 >/dev/null 2>&1; then hash() { python3 -c '
        import hashlib, os
        h = hashlib.sha256()
        while True:
            b = os.read(0, 1 << 18)
            if not b: break
            h.update(b)
        print(h.hexdigest())'; }
        elif command -v sha256sum >/dev/null 2>&1; then hash() { sha256sum; }
        elif command -v shasum >/dev/null 2>&1; then hash() { shasum -a 256; }
        else hash() { perl -MDigest::SHA -e 'print Digest::SHA->new(256)->addfile(*STDIN)->hexdigest'; }; fi

        """;

    private const string Target = """
        d=$1
        to=file
        case $d in */) d=$d$2 to=folder ;; *) if [ -d "$d" ]; then d=$d/$2 to=folder; fi ;; esac
        p=${d%/*}
        if [ "$p" = "$d" ]; then p=.; fi
        p=${p:-/}
        echo "to=$to"
        if [ -d "$d" ]; then echo is=folder; elif [ -e "$d" ]; then echo is=file; fi
        if [ ! -d "$p" ]; then echo parent=missing; elif [ ! -w "$p" ]; then echo parent=denied; fi
        if [ -f "$d.partial" ]; then echo "partial=$(wc -c <"$d.partial")"; fi
        echo "free=$(df -P -k "$p" 2>/dev/null | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)"
        """;

    // Behind a folder that the user may not enter nothing is there for him.
    private const string Source = """
        absent() {
          p=$1
          while [ "${p%/*}" != "$p" ] && [ "${p%/*}" ]; do
            p=${p%/*}
            if [ -d "$p" ]; then [ -x "$p" ] || { echo is=denied; return; }; break; fi
          done
          echo is=missing
        }
        if [ -d "$1" ]; then echo is=folder
        elif [ ! -e "$1" ]; then absent "$1"
        elif [ ! -f "$1" ]; then echo is=special
        elif [ ! -r "$1" ]; then echo is=denied
        else echo is=file; fi
        echo "size=$(stat -L -c %s -- "$1" 2>/dev/null || wc -c <"$1")"
        echo "mode=$(stat -L -c %a -- "$1" 2>/dev/null)"
        """;

    // Python receives, writes and hashes in one process: two thirds of the processor time of tee and openssl. It lets a pipe of
    // 1 MiB (1031 is F_SETPIPE_SZ) fill for a millisecond: woken for every packet of ssh's, it needs a third more.
    // GNU tee goes on reading after a full disk unless it is told to stop.
    // What lies there in place of a file of one's own is not written to: in /tmp it may be a link that somebody has put there, or his file.
    private const string Receive = Hash + """
        umask 077
        if [ "$2" = 0 ]; then rm -f -- "$1"; (set -C; : >"$1") || exit 1
        elif [ -L "$1" ]; then echo "$1 is a link" >&2; exit 1
        elif [ "$(wc -c <"$1")" -ne "$2" ]; then echo "$1 changes while it is continued" >&2; exit 1; fi
        if command -v python3 >/dev/null 2>&1; then exec python3 -c '
        import hashlib, os, sys, time
        h = hashlib.sha256()
        b = memoryview(bytearray(1 << 18))
        try:
            import fcntl
            nap = 0.001 if fcntl.fcntl(0, 1031, 1 << 20) >= 1 << 20 else 0
        except (ImportError, OSError): nap = 0
        def take(f, nap):
            while True:
                n = os.readv(f, [b])
                if not n: return
                h.update(b[:n])
                yield n
                if nap and n < len(b): time.sleep(nap)
        try:
            f = os.open(sys.argv[1], os.O_RDWR | os.O_APPEND)
            for n in take(f, 0): pass
            for n in take(0, nap):
                done = 0
                while done < n: done += os.write(f, b[done:n])
        except OSError as e:
            sys.exit("%s: %s" % (sys.argv[1], e.strerror))
        print(h.hexdigest())' "$1"; fi
        t=tee
        if tee --output-error=exit </dev/null >/dev/null 2>&1; then t='tee --output-error=exit'; fi
        { if [ "$2" != 0 ]; then cat "$1"; fi; $t -a "$1"; } | hash
        """;

    // A hash made beside the writing says nothing of a disk that took less; the length does.
    private const string Commit = """
        if [ -d "$2" ]; then echo "$2: Is a directory" >&2; exit 1; fi
        if [ "$4" = keep ] && [ -e "$2" ]; then exit 17; fi
        if [ "$(wc -c <"$1")" -ne "$5" ]; then echo "$1: not all of it could be written" >&2; exit 1; fi
        if [ -n "$6" ]; then chown "$6" "$1" || exit 1; fi
        chmod "$3" "$1" && mv -f "$1" "$2"
        """;

    // What the command says of its end, and tee of a full disk, goes past the hash.
    private const string Keep = Hash + """
        umask 077
        p=$1; shift
        t=tee
        if tee --output-error=exit </dev/null >/dev/null 2>&1; then t='tee --output-error=exit'; fi
        { s=$({ { "$@" 3>&- 4>&-; echo "$?" >&3; } | { $t "$p" || echo 28 >&3; } | hash >&4; } 3>&1); } 4>&1
        c=0
        for e in $s; do if [ "$e" != 0 ]; then c=$e; fi; done
        printf 'size=%s\n' "$(wc -c <"$p")"
        exit "$c"
        """;

    /// <summary>Exit code of <see cref="CommitTo"/> when the file has appeared meanwhile.</summary>
    public const int Exists = 17;

    public static IReadOnlyList<string> LookAtTarget(string destination, string name) => Script(Target, destination, name);

    public static IReadOnlyList<string> LookAtSource(string path) => Script(Source, path);

    public static IReadOnlyList<string> ReceiveInto(string partial, long offset) => Script(Receive, partial, Text(offset));

    public static IReadOnlyList<string> CommitTo(string partial, string path, string mode, bool overwrite, long length, string? owner = null) =>
        Script(Commit, partial, path, mode, overwrite ? "replace" : "keep", Text(length), owner ?? "");

    /// <summary>Keeps what a command prints in a file, and prints its SHA-256 and <c>size=BYTES</c>. The exit code is the command's, or 28 for a full disk.</summary>
    public static IReadOnlyList<string> KeepOutput(string path, IEnumerable<string> command) => Script(Keep, [path, .. command]);

    public static IReadOnlyList<string> Remove(string partial) => ["rm", "-f", "--", partial];

    public static IReadOnlyList<string> HashOf(string path) => Script(Hash + "hash <\"$1\"", path);

    public static IReadOnlyList<string> HashOfStart(string path, long length) => Script(Hash + "head -c \"$2\" \"$1\" | hash", path, Text(length));

    public static IReadOnlyList<string> Send(string path, long offset) =>
        offset == 0 ? Script("exec cat -- \"$1\"", path) : Script("exec tail -c \"$2\" -- \"$1\"", path, "+" + Text(offset + 1));

    /// <summary>A path as the commands take it: never one that looks like an option.</summary>
    public static string Safe(string path) => path.StartsWith('-') ? "./" + path : path;

    private static IReadOnlyList<string> Script(string script, params string[] arguments) => ["sh", "-c", Speak + script, "sh", .. arguments];

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
