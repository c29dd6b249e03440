using System.Globalization;
using System.Text.RegularExpressions;
using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Asks a host what an upgrade has to know, with one command that works in every POSIX <c>sh</c>.</summary>
internal static partial class UpgradeFactsProbe
{
    // Sources: rpm(8), dpkg-query(1); apt-mark(8), and the files of dnf's and yum's versionlock plugins; proc(5), /proc/locks: the
    // kind in field 4, the process in field 5, the inode at the end of field 6. yum and dnf name their process in a file; dnf 5 has
    // locks like rpm's, which those who only read share.
    private const string Script = """
        LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; export LC_ALL PATH
        echo "machine=$(uname -m)"
        echo "bits=$(getconf LONG_BIT 2>/dev/null)"
        for p in flock setsid dd tar curl wget sha256sum; do command -v $p >/dev/null 2>&1 && echo "tool=$p"; done
        r='%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH}\n'
        d='${Package} ${Version} ${Architecture}\n'
        for b in dockerd docker docker-init docker-proxy containerd containerd-shim-runc-v2 ctr runc; do
          p=$(command -v $b) || continue
          p=$(readlink -f "$p")
          echo "program=$b $p"
          case $b in dockerd|docker|containerd|runc) echo "version=$b $($b --version 2>/dev/null | head -n 1)" ;; esac
          if command -v rpm >/dev/null 2>&1 && o=$(rpm -qf --qf "$r" "$p" 2>/dev/null); then echo "owner=$b rpm $o"
          elif command -v dpkg >/dev/null 2>&1 && o=$(dpkg -S "$p" 2>/dev/null || dpkg -S "/usr$p" 2>/dev/null || dpkg -S "${p#/usr}" 2>/dev/null); then
            echo "owner=$b dpkg $(dpkg-query -W -f "$d" "${o%%:*}" | head -n 1)"
          fi
        done
        for p in dnf yum apt-get; do command -v $p >/dev/null 2>&1 && echo "manager=$p"; done
        rpm -qa --qf "$r" 2>/dev/null | sed -n 's/^\(docker\|containerd\|moby\|runc\)/package=\1/p'
        dpkg-query -W -f '${Status} ${Package} ${Version} ${Architecture}\n' 'docker*' 'containerd*' 'moby*' runc 2>/dev/null | sed -n 's/^[a-z]* ok installed /package=/p'
        apt-mark showhold 2>/dev/null | sed 's/^/held=/'
        sed -n '/^[[:space:]]*#/d;/docker\|containerd\|moby\|runc/s/^/held=/p' /etc/dnf/plugins/versionlock.list /etc/yum/pluginconf.d/versionlock.list 2>/dev/null
        sed -n 's/^name *= *"\([^"]*\(docker\|containerd\|moby\|runc\)[^"]*\)".*/held=\1/p' /etc/dnf/versionlock.toml 2>/dev/null
        sed -n '/^exclude.*\(docker\|containerd\|moby\|runc\)/s/^/held=/p' /etc/dnf/dnf.conf /etc/dnf/libdnf5.conf.d/*.conf /etc/yum.conf 2>/dev/null
        for f in /var/run/yum.pid /var/cache/dnf/metadata_lock.pid /var/cache/dnf/download_lock.pid /var/lib/dnf/rpmdb_lock.pid; do
          p=$(cat "$f" 2>/dev/null)
          case $p in ''|*[!0-9]*) ;; *) [ -d "/proc/$p" ] && echo "busy=process $p holds $f" ;; esac
        done
        for f in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock \
          /var/lib/dnf/system-repo.lock /run/dnf/rpmtransaction.lock; do
          [ -e "$f" ] || continue
          p=$(awk -v i=":$(stat -c %i "$f")" '$4 == "WRITE" && substr($6, length($6) - length(i) + 1) == i { print $5; exit }' /proc/locks)
          [ -n "$p" ] && echo "busy=process $p holds $f"
        done
        for f in /var/lib /usr /tmp "$1"; do
          d=$f; while [ ! -d "$d" ]; do d=${d%/*}; d=${d:-/}; done
          echo "free=$f $(df -P -k "$d" 2>/dev/null | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)"
        done
        for f in /etc/docker /etc/containerd /etc/sysconfig/docker /etc/sysconfig/docker-storage /etc/sysconfig/docker-network /etc/default/docker \
          /etc/conf.d/docker /etc/systemd/system/docker.service /etc/systemd/system/docker.service.d /etc/systemd/system/docker.socket /etc/init.d/docker; do
          [ -e "$f" ] && echo "config=$f"
        done
        for f in /lib64/libdevmapper.so.1.02 /usr/lib64/libdevmapper.so.1.02 /lib/*/libdevmapper.so.1.02.1 /usr/lib/*/libdevmapper.so.1.02.1; do
          [ -f "$f" ] && ! grep -q dm_task_get_info_with_deferred_remove "$f" && echo devmapper=old && break
        done
        exit 0
        """;

    /// <summary>Asks. The shell should be root's.</summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="dataRoot">The engine's data root, for the free space.</param>
    /// <param name="cancellation">Ends the question.</param>
    public static async Task<UpgradeFacts> RunAsync(HostShell shell, string dataRoot, CancellationToken cancellation) =>
        Parse(await shell.ReadAsync(["sh", "-c", Script, "sh", dataRoot], cancellation).ConfigureAwait(false));

    /// <summary>Reads what the script prints.</summary>
    internal static UpgradeFacts Parse(string text)
    {
        var lines = ArchiveText.Plain(text).Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.IndexOf('=', StringComparison.Ordinal) > 0)
            .ToLookup(line => line[..line.IndexOf('=', StringComparison.Ordinal)], line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var owners = lines["owner"].Select(line => line.Split(' ')).Where(words => words.Length >= 5).ToList();
        var facts = new UpgradeFacts
        {
            Machine = lines["machine"].FirstOrDefault() ?? "",
            Is64Bit = lines["bits"].FirstOrDefault() is "64" or null or "",
            Programs = Table(lines["program"], value => value),
            Versions = Table(lines["version"], value => Number().Match(value).Value),
            Owners = owners.DistinctBy(words => words[0]).ToDictionary(words => words[0], words => new HostPackage(words[2], RpmTransaction.WithoutZero(words[3]), words[4])),
            Packages = [.. lines["package"].Select(line => line.Split(' ')).Where(words => words.Length >= 3).Select(words => new HostPackage(words[0], RpmTransaction.WithoutZero(words[1]), words[2]))],
            Manager = null,
            Tools = lines["tool"].ToHashSet(StringComparer.Ordinal),
            Held = [.. lines["held"]],
            Busy = lines["busy"].FirstOrDefault(),
            Free = Table(lines["free"], value => value).Where(pair => long.TryParse(pair.Value, CultureInfo.InvariantCulture, out _))
                .ToDictionary(pair => pair.Key, pair => long.Parse(pair.Value, CultureInfo.InvariantCulture) * 1024),
            ConfigurationFiles = [.. lines["config"]],
            OldDeviceMapper = lines["devmapper"].Any(),
        };
        var database = owners.FirstOrDefault(words => words[0] == facts.EngineProgram)?[1];
        return facts with
        {
            Manager = database switch
            {
                "rpm" => lines["manager"].FirstOrDefault(manager => manager is "dnf" or "yum"),
                "dpkg" => lines["manager"].Any(manager => manager == "apt-get") ? "apt" : null,
                _ => null,
            },
        };
    }

    private static Dictionary<string, string> Table(IEnumerable<string> lines, Func<string, string> read)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0) table.TryAdd(line[..space], read(line[(space + 1)..]));
        }

        return table;
    }

    // "Docker version 20.10.24+dfsg1, build 297e128", "containerd github.com/containerd/containerd 1.6.20 …", "runc version 1.1.5"
    [GeneratedRegex(@"\d+\.\d+(\.\d+)?([-+~][\w.+~-]*)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
