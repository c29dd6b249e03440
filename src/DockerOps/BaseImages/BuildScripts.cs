using DockerOps.Hosts;

namespace DockerOps.BaseImages;

/// <summary>The commands of a build, for any POSIX <c>sh</c>. They run as root, in the host's build folder only.</summary>
internal static class BuildScripts
{
    /// <summary>The beginning of the names of build folders and of the images and containers that belong to a build.</summary>
    public const string Prefix = "dockerops-build";

    /// <summary>The label of the containers of a build; its value is the build's id.</summary>
    public const string Label = "org.dockerops.baseimage";

    /// <summary>The exit code of <see cref="Prepare"/>, <see cref="Finish"/> when a path leads out of the root.</summary>
    public const int Escapes = 17;

    private const string Look = """
        for p in dnf yum; do command -v $p >/dev/null 2>&1 && { echo "manager=$p"; break; }; done
        for p in rpm tar docker; do command -v $p >/dev/null 2>&1 && echo "$p=yes"; done
        echo "machine=$(uname -m)"
        sed -n 's/^MemAvailable: *\([0-9]*\) kB/memory=\1/p' /proc/meminfo
        if f=$(cd "$1" && pwd -P); then echo "folder=$f"; set -- "$f" "$2" $(df -P -k "$f" | tail -n 1); echo "device=$3"; echo "free=$6"; fi
        d=$2; while [ -n "$d" ] && [ ! -d "$d" ]; do d=${d%/*}; done
        set -- $(df -P -k "${d:-/}" | tail -n 1); echo "dataDevice=$1"; echo "dataFree=$4"
        exit 0
        """;

    // clear FOLDER HARD: takes a build folder away with all that is mounted in it, first ending what still works there if
    // asked. Nothing is removed while anything is mounted.
    private const string Clear = MountScript.Functions + """
        clear() {
          n=0
          while [ -e "$1" ] && [ $n -lt 30 ]; do
            [ $n = 0 ] || sleep 1
            n=$((n + 1))
            if [ "$2" = hard ]; then
              for p in $(grep -lsF -- "$1" /proc/[0-9]*/cmdline | cut -d / -f 3) \
                $(ls -ld /proc/[0-9]*/root /proc/[0-9]*/cwd 2>/dev/null | grep -F -- "-> $1" | sed 's,.*/proc/\([0-9]*\)/.*,\1,'); do
                [ "$p" = $$ ] || kill -9 "$p" 2>/dev/null
              done
            fi
            unmount "$1"
            [ "$(mounts "$1")" ] || rm -rf "$1"
          done
          [ ! -e "$1" ]
        }

        """;

    private const string Live = """
        for p in /proc/[0-9]*/cmdline; do tr '\0' '\n' <"$p"; done 2>/dev/null | sed -n 's/^keeper=/live=/p'
        """;

    // Holds the build folder as long as the client holds this command's input. The client says `done` at the end; should it
    // be gone instead, what works in the folder is ended first. Folders whose keeper does not run any more are taken away.
    private const string Keep = Clear + Live + """

        for f in "$1"/dockerops-build-*; do
          if [ -d "$f" ] && [ ! -L "$f" ] && [ -O "$f" ] && ! grep -qs "keeper[=]${f##*-}" /proc/[0-9]*/cmdline; then
            clear "$f" hard && echo "cleared=$f"
          fi
        done
        w=$1/dockerops-build-${3#keeper=}
        mkdir -m 700 "$w" || exit
        trap '' HUP INT TERM PIPE
        if [ "$2" != 0 ] && mount -t tmpfs -o "mode=700,size=$2k" dockerops-build "$w"; then echo memory=yes; fi
        mkdir -m 755 "$w/root"
        echo "free=$(df -P -k "$w" | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)"
        echo "path=$w"
        exec >/dev/null 2>&1
        read -r word
        cd /
        if [ "$word" = done ]; then clear "$w" soft || clear "$w" hard; else clear "$w" hard; fi
        """;

    // The program of a build's container. Its own end takes all that works there with it; a folder of the host has to be cleared.
    private const string Hold = """
        w=$1/dockerops-build-${2#keeper=}
        mkdir -m 700 "$w" && mkdir -m 755 "$w/root" || exit
        for f in "$1"/dockerops-build-in*; do [ ! -d "$f" ] || [ -L "$f" ] || [ "$f" = "$w" ] || echo "found=$f"; done
        echo "free=$(df -P -k "$w" | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)"
        echo "path=$w"
        exec >/dev/null 2>&1
        trap '' HUP INT TERM PIPE
        cat
        kill -9 -1
        rm -rf "$w"
        """;

    // Absolute links of a package must not lead to the host's own files.
    private const string Inside = """
        r=$(cd "$1/root" && pwd -P) || exit
        inside() { # the folder of a path in the root, if it is there and really in it
          d=$(cd -P "$r/${1%/*}" 2>/dev/null && pwd -P) || return 1
          case $d/ in "$r"/*) return 0 ;; esac
          echo "/$1 of the new root leads out of it, to $d" >&2
          exit 17
        }
        """;

    private const string PrepareText = """
        umask 022
        (umask 077; head -c "$2" >"$1/yum.conf") || exit
        r=$1/root
        mkdir -m 755 "$r/dev"

        """;

    private const string FinishText = Inside + """

        rm -rf "$r/.build"
        inside etc/x || mkdir -m 755 "$r/etc"
        inside etc/sysconfig/x || mkdir -m 755 "$r/etc/sysconfig"
        inside etc/sysconfig/network || exit
        rm -f "$d/network"
        printf 'NETWORKING=yes\nHOSTNAME=localhost.localdomain\n' >"$d/network"
        for p in sh echo; do
          for f in bin usr/bin; do if [ -e "$r/$f/$p" ] || [ -L "$r/$f/$p" ]; then echo "$p=yes"; break; fi; done
        done
        for f in var/lib/rpm usr/lib/sysimage/rpm; do if [ -n "$(ls "$r/$f" 2>/dev/null)" ]; then echo "database=$f"; break; fi; done
        kb() { set -- $(du -sk "$1" 2>/dev/null); kb=${1:-0}; }
        kb "$r"; echo "size=$kb"
        kb "$r/$f"; echo "databaseSize=$kb"

        # What is taken away below is none of rpm's business: it lists meanwhile.
        rpm --root "$r" -qa --qf 'package=%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %|ARCH?{%{ARCH}}:{-}| %{SIZE}\n' >"$1/packages" & list=$!
        minimize() { # STEP PATH...: takes them away and says what that saved; a name ending in / stays as an empty folder
          step=$1; saved=0; shift
          for f; do
            inside "${f%/}" || continue
            t=${f%/}; t=$d/${t##*/}
            [ -e "$t" ] || [ -L "$t" ] || continue
            kb "$t"; rm -rf "$t"
            case $f in */) mkdir -m 755 "$t" ;; esac
            saved=$((saved + kb))
          done
          echo "minimized=$step $saved"
        }

        """;

    private const string FinishEnd = """

        if inside etc/redhat-release && f=$(readlink -f "$d/redhat-release") && [ -r "$f" ]; then
          case $f in "$r"/*) echo "release=$(head -n 1 "$f")" ;; esac
        fi
        wait $list || exit
        cat "$1/packages"
        rm -f "$r"/var/lib/rpm/__db.*
        """;

    // Programs like ping have rights of their own in place of a set-user bit. A tar that knows no such attributes goes without.
    // Times in seconds, as they are without the attributes: else each file gets a kilobyte of them.
    private const string Pack = """
        pack() {
          o='--xattrs --xattrs-include=security.capability --pax-option=delete=atime,delete=ctime,delete=mtime'
          tar $o --version >/dev/null 2>&1 || o=
          tar --numeric-owner $o -c -C "$1/root" .
        }

        """;

    // tar's own end is kept apart: the engine may be content with half a root.
    private const string ImportText = Pack + """
        w=$1; shift
        { pack "$w"; echo $? >"$w/tar"; } | "$@" || exit
        exit "$(cat "$w/tar")"
        """;

    // Numbers and modes are those of the document's script.
    private static readonly IReadOnlyList<(string Name, string Mode, string Kind)> Nodes =
    [
        ("console", "600", "c 5 1"), ("initctl", "600", "p"), ("full", "666", "c 1 7"), ("null", "666", "c 1 3"), ("ptmx", "666", "c 5 2"),
        ("random", "666", "c 1 8"), ("tty", "666", "c 5 0"), ("tty0", "666", "c 4 0"), ("urandom", "666", "c 1 9"), ("zero", "666", "c 1 5"),
    ];

    /// <summary>Looks at a host: what it has, and how much room.</summary>
    public static IReadOnlyList<string> LookAt(string folder, string dataRoot) => Script(Look, folder, dataRoot);

    /// <summary>Tells which builds run on a host, in containers too.</summary>
    public static IReadOnlyList<string> FindLive => Script(Live);

    /// <summary>Makes the build folder and holds it.</summary>
    public static IReadOnlyList<string> KeepFolder(string parent, long memoryKilobytes, string build) =>
        Script(Keep, parent, Text(memoryKilobytes), "keeper=" + build);

    /// <summary>Makes the build folder in a container, and keeps that running as long as somebody holds its input.</summary>
    public static IReadOnlyList<string> HoldContainer(string parent, string build) => Script(Hold, parent, "keeper=" + build);

    /// <summary>Reads yum's configuration, of a number of bytes, and makes the device nodes.</summary>
    public static IReadOnlyList<string> Prepare(string work, int length) => Script(
        PrepareText + string.Join('\n', Nodes.Select(node => $"mknod -m {node.Mode} \"$r/dev/{node.Name}\" {node.Kind} || exit")), work, Text(length));

    /// <summary>Cleans, writes the network file, minimises, and tells what the root holds.</summary>
    public static IReadOnlyList<string> Finish(string work, IEnumerable<MinimizeStep> steps) =>
        Script(FinishText + string.Join('\n', steps.Select(step => $"minimize {step} {Paths(step)}")) + FinishEnd, work);

    /// <summary>Pipes the root into a command.</summary>
    public static IReadOnlyList<string> PipeInto(string work, IReadOnlyList<string> command) => ["sh", "-c", ImportText, "sh", work, .. command];

    /// <summary>Writes the root to its output as a tar.</summary>
    public static IReadOnlyList<string> Tar(string work) => Script(Pack + "pack \"$1\"", work);

    private static string Paths(MinimizeStep step) => step switch
    {
        MinimizeStep.Locales => "usr/lib/locale usr/share/locale usr/lib/gconv usr/lib64/gconv usr/bin/localedef usr/sbin/build-locale-archive",
        MinimizeStep.Docs => "usr/share/man usr/share/doc usr/share/info usr/share/gnome/help",
        MinimizeStep.Cracklib => "usr/share/cracklib",
        MinimizeStep.I18n => "usr/share/i18n",
        MinimizeStep.Cache => "var/cache/yum/ var/cache/dnf/",
        MinimizeStep.Sln => "sbin/sln",
        _ => "etc/ld.so.cache var/cache/ldconfig/",
    };

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Script(string script, params string[] arguments) => ["sh", "-c", script, "sh", .. arguments];
}
