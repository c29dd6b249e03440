namespace DockerOps.Hosts;

/// <summary>
/// The commands that receive and send a folder of a host as a tar, hashed while it moves. They need <c>tar</c> and <c>tee</c>, and what
/// <see cref="HostFileScripts"/> needs.
/// </summary>
internal static class HostFolderScripts
{
    /// <summary>Exit code of <see cref="Receive"/> when the folder to fill exists, and of <see cref="Commit"/> when the target has appeared meanwhile.</summary>
    public const int Exists = 17;

    /// <summary>Exit code of <see cref="Commit"/> when a file is in the way of a folder, a folder in the way of a file, or a link in the way of a folder.</summary>
    public const int Differs = 18;

    // Hands on what it reads, and prints its SHA-256 on descriptor 4. Python does both in one process, with large buffers (1031 is
    // F_SETPIPE_SZ). A pipe of a shell has one reader; /proc tells tee of the second.
    private const string Through = HostFileScripts.Hash + """
        if command -v python3 >/dev/null 2>&1; then through() { python3 -c '
        import hashlib, os, sys
        h = hashlib.sha256()
        b = memoryview(bytearray(1 << 18))
        try:
            import fcntl
            for f in 0, 1: fcntl.fcntl(f, 1031, 1 << 20)
        except (ImportError, OSError): pass
        try:
            while True:
                n = os.readv(0, [b])
                if not n: break
                h.update(b[:n])
                done = 0
                while done < n: done += os.write(1, b[done:n])
        except OSError: sys.exit(1)
        os.write(4, ("hash=%s\n" % h.hexdigest()).encode())'; }
        else through() { { h=$(tee /proc/self/fd/3 | hash); echo "hash=$h" >&4; } 3>&1; }; fi

        """;

    // A cut stream, or a full disk, ends tar with an error. GNU tar reads escapes in the name that -C gets.
    private const string ReceiveText = Through + """
        umask 077
        mkdir -- "$1" || { [ -e "$1" ] && exit 17; exit 1; }
        exec 4>&1
        through | (cd -- "$1" && tar -x -p -o -f -) || { c=$?; rm -rf -- "$1"; exit $c; }
        """;

    // Renames replace files whole; a link is replaced, never followed.
    private const string CommitText = """
        each() { # COMMAND FROM TO: runs it for every item of FROM and its place in TO
          for f in "$2"/* "$2"/.[!.]* "$2"/..?*; do
            if [ -e "$f" ] || [ -L "$f" ]; then "$1" "$f" "$3/${f##*/}" || return; fi
          done
        }
        is_folder() { [ -d "$1" ] && [ ! -L "$1" ]; }
        check() {
          [ -e "$2" ] || [ -L "$2" ] || return 0
          if is_folder "$1" && is_folder "$2"; then each check "$1" "$2"
          elif is_folder "$1" || [ -d "$2" ]; then printf '%s\n' "$2" >&2; return 18; fi
        }
        put() {
          if is_folder "$1" && is_folder "$2"; then each put "$1" "$2"; else mv -f -- "$1" "$2"; fi
        }
        if [ -e "$2" ] || [ -L "$2" ]; then
          [ "$3" = replace ] || exit 17
          check "$1" "$2" && put "$1" "$2" && rm -rf -- "$1"
        else
          chmod "$4" "$1" && mv -- "$1" "$2"
        fi
        """;

    private const string SendText = Through + """
        cd -- "$1" || exit
        exec 4>&2
        { tar -c -f - .; echo "tar=$?" >&2; } | through
        """;

    /// <summary>Makes a folder and fills it from a tar; prints <c>hash=</c> and the tar's SHA-256. What it has made is gone when it fails.</summary>
    public static IReadOnlyList<string> Receive(string partial) => Script(ReceiveText, partial);

    /// <summary>Gives a folder its name and permissions; with <paramref name="overwrite"/> what is in it goes into one of that name.</summary>
    public static IReadOnlyList<string> Commit(string partial, string path, bool overwrite, string mode) =>
        Script(CommitText, partial, path, overwrite ? "replace" : "keep", mode);

    /// <summary>Prints a tar of what is in a folder. Its last words on the error output are <c>tar=</c> and tar's exit code, and <c>hash=</c> and the tar's SHA-256.</summary>
    public static IReadOnlyList<string> Send(string folder) => Script(SendText, folder);

    /// <summary>Removes a folder.</summary>
    public static IReadOnlyList<string> Remove(string partial) => ["rm", "-rf", "--", partial];

    private static IReadOnlyList<string> Script(string script, params string[] arguments) => ["sh", "-c", HostFileScripts.Speak + script, "sh", .. arguments];
}
