using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>What a host tells of its repositories, read with one command.</summary>
internal sealed class YumHostFiles
{
    // Folders as yum(8) and dnf.conf(5) have them unless reposdir= says otherwise. Every line of a file is marked; what is
    // not marked is ours.
    private const string Script = """
        show() {
          if [ ! -r "$1" ]; then printf 'denied %s\n' "$1"; return; fi
          if [ -L "$1" ]; then printf 'link %s\n' "$(readlink -f -- "$1")"; fi
          printf 'file %s %s\n' "$(stat -L -c '0%a %u:%g' -- "$1" 2>/dev/null || echo 0600 0:0)" "$1"; sed 's/^/|/' "$1"; echo
        }
        set --
        for c in /etc/dnf/dnf.conf /etc/yum.conf; do
          if [ -f "$c" ] && ! { [ "$c" = /etc/yum.conf ] && [ "$c" -ef /etc/dnf/dnf.conf ]; }; then set -- "$@" "$c"; show "$c"; fi
        done
        d=
        if [ $# -gt 0 ]; then d=$(sed -n 's/^reposdir *= *//p' "$@" | tail -n 1 | tr ',' ' '); fi
        for f in ${d:-/etc/yum.repos.d /etc/yum/repos.d /etc/distro.repos.d}; do
          printf 'folder %s\n' "$f"
          if [ -d "$f" ]; then echo exists; fi
          for r in "$f"/*.repo; do if [ -f "$r" ]; then show "$r"; fi; done
        done
        if [ -x /sbin/e-smith/db ]; then echo database; /sbin/e-smith/db yum_repositories show | sed 's/^/|/'; fi
        echo end
        """;

    private const string UsualFolder = "/etc/yum.repos.d";

    private readonly List<YumHostFile> files = [];
    private readonly List<string> folders = [];
    private readonly List<string> existing = [];
    private readonly List<string> denied = [];
    private readonly List<string> shown = [];

    /// <summary>The configuration files and the .repo files, in the order yum reads them.</summary>
    public IReadOnlyList<YumHostFile> Files => files;

    /// <summary>Where a new .repo file belongs.</summary>
    public string Folder => existing.FirstOrDefault() ?? folders.FirstOrDefault() ?? UsualFolder;

    /// <summary>Whether <see cref="Folder"/> is there.</summary>
    public bool FolderExists => existing.Count > 0;

    /// <summary>Files this user may not read.</summary>
    public IReadOnlyList<string> Denied => denied;

    /// <summary>What the database of an SME server holds; null on other hosts.</summary>
    public IReadOnlyList<YumRepositoryDefinition>? Database { get; private set; }

    public static async Task<YumHostFiles> ReadAsync(HostShell shell, CancellationToken cancellation) =>
        Read(await shell.ReadAsync(["sh", "-c", Script, "sh"], cancellation).ConfigureAwait(false));

    internal static YumHostFiles Read(string output)
    {
        var read = new YumHostFiles();
        List<string> lines = [];
        var (facts, target, ended, database) = ("", "", false, false);
        void End()
        {
            if (facts.Split(' ', 3) is [var mode, var owner, var path])
                read.files.Add(new(path, string.Join('\n', lines) + (ended && lines.Count > 0 ? "\n" : ""), mode, owner) { Target = target.Length > 0 ? target : path });
            if (facts.Length > 0) target = "";
            (facts, ended) = ("", false);
            lines.Clear();
        }

        foreach (var line in output.Split('\n'))
        {
            if (line.StartsWith('|')) (database ? read.shown : lines).Add(line[1..]);
            // An empty line follows a file whose last line has its end.
            else if (line.Length == 0) ended = true;
            else
            {
                End();
                if (line.Any(char.IsControl)) throw new DockerOpsException(FailureKind.Corrupt, $"A folder of repositories holds a file of a name that is none: {line}");
                if (line.StartsWith("file ", StringComparison.Ordinal)) facts = line[5..];
                else if (line.StartsWith("link ", StringComparison.Ordinal)) target = line[5..];
                else if (line.StartsWith("denied ", StringComparison.Ordinal)) read.denied.Add(line[7..]);
                else if (line.StartsWith("folder ", StringComparison.Ordinal)) read.folders.Add(line[7..]);
                else if (line == "exists" && read.folders.Count > 0) read.existing.Add(read.folders[^1]);
                else if (line == "database") database = true;
            }
        }

        End();
        if (database) read.Database = YumDatabase.Read(read.shown);
        return read;
    }
}
