namespace DockerOps.Upgrade;

/// <summary>The commands that change static programs of an engine. Every program is swapped by a rename.</summary>
internal static class StaticScripts
{
    // What archives of static engines hold, today's and those of the days before 18.09.
    private const string Names =
        "dockerd docker docker-init docker-proxy containerd containerd-shim containerd-shim-runc-v2 ctr runc docker-containerd docker-containerd-ctr docker-containerd-shim docker-runc";

    /// <summary>
    /// A function of the shell that gives a new file the label that SELinux's policy has for its place: a copy has that of its folder,
    /// and an engine with such a label runs in no domain of its own, if systemd starts it at all (restorecon(8), which does nothing
    /// without SELinux).
    /// </summary>
    public const string Relabel = """
        relabel() { (PATH=$PATH:/usr/sbin:/sbin; ! command -v restorecon >/dev/null 2>&1 || restorecon "$1" 2>/dev/null || :); }

        """;

    /// <summary>A function of the shell that tells the names in an archive as they are; busybox's tar cannot be told how to spell them.</summary>
    public const string ListArchive = """
        names() { tar --quoting-style=literal -tf "$1" 2>/dev/null || tar -tf "$1"; }

        """;

    private const string FetchText = """
        if command -v curl >/dev/null 2>&1; then curl -fsSL -o "$2.partial" -- "$1"; else wget -q -O "$2.partial" -- "$1"; fi && mv -f "$2.partial" "$2"
        """;

    // Only programs of known names leave the archive, and the engine among them has to be the one that was asked for.
    private const string UnpackText = $$"""
        a=$1 d=$2 v=$3 h=$4
        if [ -n "$h" ]; then
          s=$(sha256sum <"$a" | cut -d ' ' -f 1)
          [ "$s" = "$h" ] || { echo "its SHA-256 is $s, not $h" >&2; exit 1; }
        fi
        rm -rf "$d.unpacked" && mkdir -p "$d.unpacked" "$d" && tar -xf "$a" --no-same-owner -C "$d.unpacked" || exit
        for n in {{Names}}; do
          f=$(find "$d.unpacked" -type f -name "$n" | head -n 1)
          [ -z "$f" ] || { chmod 0755 "$f" && mv -f "$f" "$d/$n"; } || exit
        done
        rm -rf "$d.unpacked"
        for n in dockerd docker; do [ -f "$d/$n" ] && break; done
        [ -f "$d/$n" ] || { echo "it holds no program of an engine" >&2; exit 1; }
        o=$("$d/$n" --version) || exit
        case $o in *" $v,"*|*" $v+"*|*" $v-"*|*" $v") ;; *) echo "its engine is: $o" >&2; exit 1 ;; esac
        """;

    private const string KeepText = $$"""
        d=$1; mkdir -p "$d" || exit
        PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
        : >"$d/list.new"
        for n in {{Names}}; do
          p=$(command -v $n) || continue
          p=$(readlink -f "$p")
          cp -p "$p" "$d/$n" && echo "$n $p" >>"$d/list.new" || exit
        done
        mv -f "$d/list.new" "$d/list"
        """;

    // Beside their places while the engine runs, so that only the renames are left for the time when it does not.
    private const string StageText = """
        n=$1 o=$2 b=$3
        : >"$o/added"
        for f in "$n"/*; do
          p=$(sed -n "s,^${f##*/} ,,p" "$o/list")
          if [ -z "$p" ]; then p=$b/${f##*/}; echo "$p" >>"$o/added"; fi
          echo "$p"
          cp "$f" "$p.dockerops-new" && chmod 0755 "$p.dockerops-new" || exit
        done >"$o/swaps"
        sync
        """;

    private const string UnstageText = """
        [ -f "$1/swaps" ] || exit 0
        while read -r p; do rm -f "$p.dockerops-new" || exit; done <"$1/swaps"
        """;

    // Done again after it was done in part, some are in their places already.
    private const string SwapText = Relabel + """
        while read -r p; do
          if [ -f "$p.dockerops-new" ]; then mv -f "$p.dockerops-new" "$p" || exit; fi
          relabel "$p"
        done <"$1/swaps"
        sync
        """;

    private const string PutBackText = Relabel + """
        o=$1
        while read -r n p; do cp -p "$o/$n" "$p.dockerops-old" || exit; done <"$o/list"
        sync
        while read -r n p; do mv -f "$p.dockerops-old" "$p" && relabel "$p" || exit; done <"$o/list"
        if [ -f "$o/added" ]; then while read -r p; do rm -f "$p" || exit; done <"$o/added"; fi
        sync
        """;

    private const string UnpackFilesText = Relabel + ListArchive + """
        tar --numeric-owner -xpf "$1" -C / || exit
        names "$1" | while read -r f; do relabel "/$f"; done
        """;

    private const string IsKeptText = """
        while read -r n p; do [ -f "$1/$n" ] || exit; done <"$1/list"
        """;

    /// <summary>Fetches an archive.</summary>
    public static IReadOnlyList<string> Fetch(string url, string archive) => Script(FetchText, url, archive);

    /// <summary>Checks an archive and takes the programs out of it.</summary>
    public static IReadOnlyList<string> Unpack(string archive, string folder, string version, string? sha256) =>
        Script(UnpackText, archive, folder, version, sha256?.ToLowerInvariant() ?? "");

    /// <summary>Copies the programs that are there now.</summary>
    public static IReadOnlyList<string> Keep(string folder) => Script(KeepText, folder);

    /// <summary>Sees that such copies are all there.</summary>
    public static IReadOnlyList<string> IsKept(string folder) => Script(IsKeptText, folder);

    /// <summary>Copies new programs beside the places of the old ones.</summary>
    public static IReadOnlyList<string> Stage(string folder, string kept, string programFolder) => Script(StageText, folder, kept, programFolder);

    /// <summary>Takes such copies away.</summary>
    public static IReadOnlyList<string> Unstage(string kept) => Script(UnstageText, kept);

    /// <summary>Puts them in their places.</summary>
    public static IReadOnlyList<string> Swap(string kept) => Script(SwapText, kept);

    /// <summary>Puts the kept programs back into their places, and takes away those that came new.</summary>
    public static IReadOnlyList<string> PutBack(string kept) => Script(PutBackText, kept);

    /// <summary>Puts the files of an archive into their places below the root.</summary>
    public static IReadOnlyList<string> Unpack(string archive) => Script(UnpackFilesText, archive);

    private static IReadOnlyList<string> Script(string script, params string[] arguments) => ["sh", "-c", script, "sh", .. arguments];
}
