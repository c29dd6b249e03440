using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>What is at the old and the new data root, and the steps that bring the data along.</summary>
internal sealed class DataRootMove
{
    // An engine of its own volition makes folders and databases; what users have lies in these. A mount below the root stays behind a copy.
    private const string LookScript = """
        old=$1; new=$2
        has() { find "$@" -mindepth 1 -maxdepth 1 ! -name metadata.db ! -name backingFsBlockDev 2>/dev/null | head -n 1 | grep -q .; }
        data() { has "$1/containers" "$1/volumes" "$1"/image/*/imagedb/content/sha256 "$1/containerd/daemon/io.containerd.content.v1.content/blobs/sha256" "$1/graph" "$1/swarm"; }
        if [ -d "$old" ]; then
          ! data "$old" || echo data=yes
          [ "$3" = no ] || echo "size=$(du -sk "$old" 2>/dev/null | cut -f 1)"
        fi
        if [ -e "$new" ]; then
          echo exists=yes
          ! data "$new" || echo found=yes
          [ -z "$(ls -A "$new" 2>/dev/null)" ] || echo full=yes
          [ "$4" = no ] || echo "left=$(du -sk "$new" 2>/dev/null | cut -f 1)"
        fi
        p=$new
        while [ ! -d "$p" ]; do p=${p%/*}; p=${p:-/}; done
        echo "free=$(df -P -k "$p" | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)"
        echo "old=$(readlink -f "$old" || echo "$old")"
        echo "new=$(readlink -f "$new" || echo "$new")"
        if cp --version 2>/dev/null | grep -q GNU; then echo cp=yes; fi
        exit 0
        """;

    // cp(1), -a: owners, modes, times, links, hard links and extended attributes; holes stay holes. It passes over attributes that the
    // new file system cannot have, unless it is asked for them by name.
    private const string CopyScript = MountScript.Functions + """
        set -e
        set -- "$1" "$2" "$(mounts "$1/" | head -n 1)"
        if [ "$3" ]; then echo "something is still mounted below $1: $3" >&2; exit 1; fi
        umask 077
        mkdir -p -- "${2%/*}"
        [ -d "$2" ] || mkdir -- "$2"
        cp -a --preserve=xattr --sparse=auto -- "$1/." "$2/"
        """;

    private const string CompareScript = """
        set -e
        list() { cd "$1"; find . -printf '%P %y %m %U:%G %l' \( -type f -printf ' %s' -o -true \) -printf '\n' | LC_ALL=C sort; }
        sums() { cd "$1"; find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum; }
        [ "$(list "$1" | sha256sum)" = "$(list "$2" | sha256sum)" ] || { echo "the copy has other files, owners or modes than $1" >&2; exit 1; }
        [ "$(sums "$1" | sha256sum)" = "$(sums "$2" | sha256sum)" ] || { echo "the copy's content differs from that of $1" >&2; exit 1; }
        """;

    private DataRootMove(string from, DataCopy made, bool hasData, bool findsData) => (From, Made, HasData, FindsData) = (from, made, hasData, findsData);

    public string From { get; }

    public string To => Made.Path;

    /// <summary>The copy.</summary>
    public DataCopy Made { get; }

    /// <summary>Whether anybody's images, containers or volumes are at the old place.</summary>
    public bool HasData { get; }

    /// <summary>Whether there are some at the new one.</summary>
    public bool FindsData { get; }

    public IReadOnlyList<HostStep> Copy => [Script("copy the data:", CopyScript, From, To), Script("compare the copy:", CompareScript, From, To)];

    public HostStep RemoveOld => DataCopy.RemoveStep("remove the old data root:", new(From, IsNew: true));

    /// <summary>Looks, changing nothing; null when both are one folder.</summary>
    /// <param name="shell">The host.</param>
    /// <param name="from">The old place.</param>
    /// <param name="to">The new one.</param>
    /// <param name="options">How.</param>
    /// <param name="leftCopies">What is taken away first.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DockerOpsException">Conflict: something is at the new place. NoSpace. Unsupported: the host's cp cannot do it.</exception>
    public static async Task<DataRootMove?> LookAsync(
        HostShell shell, string from, string to, DaemonConfigOptions options, IReadOnlyCollection<DataCopy> leftCopies, CancellationToken cancellation)
    {
        if (from.TrimEnd('/') == to.TrimEnd('/')) return null;
        IReadOnlyList<string> look = ["sh", "-c", LookScript, "sh", from, to, options.MoveData ? "yes" : "no", leftCopies.Count > 0 ? "yes" : "no"];
        var facts = await HostFile.FactsAsync(shell, to, look, cancellation).ConfigureAwait(false);
        var (old, now) = (facts.GetValueOrDefault("old", from), facts.GetValueOrDefault("new", to));
        if (old == now) return null;

        // What a change has left that was cut off is gone by then.
        var left = leftCopies.FirstOrDefault(copy => copy.Path == now);
        var move = new DataRootMove(old, left ?? new(now, !facts.ContainsKey("exists")), facts.ContainsKey("data"), left is null && facts.ContainsKey("found"));
        if (!options.MoveData) return move;
        if (facts.ContainsKey("full") && left is null)
            throw new DockerOpsException(FailureKind.Conflict, $"'{to}' on '{shell.Host}' holds something already, so no data is moved there. Empty it, or use -Force without -MoveData to use what is there.", to);
        if (now.StartsWith(old + "/", StringComparison.Ordinal) || old.StartsWith(now + "/", StringComparison.Ordinal))
            throw new DockerOpsException(FailureKind.InvalidInput, $"One of '{from}' and '{to}' lies in the other, so the data cannot be moved.", to);
        if (!facts.ContainsKey("cp"))
            throw new DockerOpsException(FailureKind.Unsupported, $"'{shell.Host}' has no GNU cp, and another one may lose owners, links or attributes. Move the data by hand, then use -Force.", shell.Host);
        var (size, free) = (HostFile.Number(facts, "size", 0), HostFile.Number(facts, "free", long.MaxValue / 2) + (left is null ? 0 : HostFile.Number(facts, "left", 0)));
        if (size > free)
        {
            throw new DockerOpsException(
                FailureKind.NoSpace, string.Create(CultureInfo.InvariantCulture, $"'{from}' on '{shell.Host}' holds {size >> 10} MiB, and {free >> 10} MiB are free at '{to}'."), to);
        }

        return move;
    }

    private static ScriptStep Script(string what, string script, params string[] arguments) => new(what, script, arguments);
}
