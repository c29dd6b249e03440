namespace DockerOps.Rpm;

/// <summary>
/// Gives a folder that was made beside another one the other's name, in one step where the host can do that
/// (renameat2(2), RENAME_EXCHANGE; mv(1) of coreutils 9.5): who opens a file meanwhile finds the old folder or the new one.
/// What was there keeps the new one's former name until it is removed.
/// </summary>
internal static class FolderExchange
{
    // Numbers of renameat2 by architecture, as in the kernel's tables. A file system that cannot exchange (NFS) gets two
    // renames: for an instant there is no folder, but never half of one.
    private const string Script = """
        new=$1; at=$2
        if [ ! -e "$at" ] && [ ! -L "$at" ]; then exec mv -T -- "$new" "$at"; fi
        if mv --help 2>/dev/null | grep -q -e --exchange; then mv -T --exchange -- "$new" "$at" && exit 0; fi
        case $(uname -m) in
          x86_64) n=316 ;; aarch64|riscv64|loongarch64) n=276 ;; ppc64le|ppc64) n=357 ;; s390x) n=347 ;; armv7l|armv8l) n=382 ;; i?86) n=353 ;; *) n= ;;
        esac
        if [ "$n" ]; then
          if command -v perl >/dev/null; then perl -e '$n = 0 + shift; exit(syscall($n, -100, $ARGV[0], -100, $ARGV[1], 2) == 0 ? 0 : 1)' "$n" "$new" "$at" && exit 0; fi
          for p in python3 /usr/libexec/platform-python python python2; do
            if command -v "$p" >/dev/null; then "$p" -c '
        import ctypes, os, sys
        sys.exit(ctypes.CDLL(None).syscall(int(sys.argv[1]), -100, sys.argv[2].encode(), -100, sys.argv[3].encode(), 2) and 1)' "$n" "$new" "$at" && exit 0; break; fi
          done
        fi
        old=$at.before-switch
        mv -T -- "$at" "$old" && { mv -T -- "$new" "$at" || { mv -T -- "$old" "$at"; exit 1; }; } && mv -T -- "$old" "$new"
        """;

    /// <summary>The command that does it.</summary>
    /// <param name="made">The folder that was made.</param>
    /// <param name="place">The folder it becomes.</param>
    public static IReadOnlyList<string> Words(string made, string place) => ["sh", "-c", Script, "sh", made, place];
}
