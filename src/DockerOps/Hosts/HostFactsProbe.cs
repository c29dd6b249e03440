using System.Globalization;

namespace DockerOps.Hosts;

/// <summary>Asks a host what it is, with one command that works in every POSIX <c>sh</c>.</summary>
internal static class HostFactsProbe
{
    // Sources: os-release(5), which boot2docker writes too; /etc/redhat-release before it (CentOS 6); /etc/e-smith-release of
    // SME Server; uname(1); sd_booted(3) for systemd; POSIX df -P; of boot2docker its service script and its automount.
    private const string Script = """
        echo "user=$(id -un)"
        if [ "$(id -u)" = 0 ]; then echo privilege=root
        elif sudo -n true 2>/dev/null; then echo privilege=sudo
        else echo privilege=none; fi
        echo "machine=$(uname -m)"
        echo "kernel=$(uname -r)"
        if [ -r /etc/e-smith-release ]; then echo "esmith=$(cat /etc/e-smith-release)"; fi
        if [ -r /etc/os-release ]; then sed -n 's/^\(ID\|ID_LIKE\|VERSION_ID\)=/os.\1=/p' /etc/os-release; fi
        if [ -r /etc/redhat-release ]; then echo "redhat=$(cat /etc/redhat-release)"; fi
        if [ -d /run/systemd/system ]; then echo init=systemd
        elif [ -d /sbin/e-smith ]; then echo init=esmith
        elif [ -d /run/openrc ]; then echo init=openrc
        elif [ -d /etc/init.d ] || [ -d /etc/rc.d/init.d ]; then echo init=sysv; fi
        for p in dnf yum zypper apt-get apk tce-load; do command -v $p >/dev/null 2>&1 && echo "package=$p"; done
        if grep -q '^ID=boot2docker' /etc/os-release 2>/dev/null; then
          echo profile=/var/lib/boot2docker/profile
          for r in /mnt/sd*/var/lib/docker; do if [ -d "$r" ]; then echo "root=$r"; fi; done
        fi
        for f in /etc/sysconfig/docker /etc/default/docker; do if [ -f "$f" ]; then echo "profile=$f"; fi; done
        d=$1; while [ -n "$d" ] && [ ! -d "$d" ]; do d=${d%/*}; done
        echo "free=$(df -P -k "${d:-/}" 2>/dev/null | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)"
        exit 0
        """;

    /// <summary>Asks.</summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="dataRoot">The engine's data root if known, for the free space.</param>
    /// <param name="cancellation">Ends the question.</param>
    public static async Task<HostFacts> RunAsync(HostShell shell, string? dataRoot, CancellationToken cancellation)
    {
        var text = await shell.ReadAsync(["sh", "-c", Script, "sh", dataRoot ?? "/var/lib/docker"], cancellation).ConfigureAwait(false);
        var facts = Parse(text);
        return facts with { DataRoot = dataRoot ?? facts.DataRoot };
    }

    /// <summary>Reads what the script prints. Of a key that comes twice the first counts, but of package managers.</summary>
    internal static HostFacts Parse(string text)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        var managers = new List<string>();
        foreach (var line in ArchiveText.Plain(text).Split('\n', StringSplitOptions.TrimEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) facts.TryAdd(line[..equals], line[(equals + 1)..].Trim('"'));
            if (line.StartsWith("package=", StringComparison.Ordinal)) managers.Add(line[8..] switch { "apt-get" => "apt", "tce-load" => "tce", var name => name });
        }

        return Read(facts, managers);
    }

    private static HostFacts Read(IReadOnlyDictionary<string, string> facts, IReadOnlyList<string> managers)
    {
        var (distribution, version) = Distribution(facts);
        return new HostFacts
        {
            Distribution = distribution,
            Version = version,
            Architecture = DockerArchitecture(facts.GetValueOrDefault("machine") ?? ""),
            Kernel = facts.GetValueOrDefault("kernel"),
            User = facts.GetValueOrDefault("user"),
            DataRoot = facts.GetValueOrDefault("root"),
            EngineProfile = facts.GetValueOrDefault("profile"),
            InitSystem = facts.GetValueOrDefault("init") switch
            {
                "systemd" => InitSystem.Systemd,
                "esmith" => InitSystem.ESmith,
                "openrc" => InitSystem.OpenRC,
                "sysv" => InitSystem.SysV,
                _ => InitSystem.Unknown,
            },
            Privilege = facts.GetValueOrDefault("privilege") switch
            {
                "root" => Privilege.Root,
                "sudo" => Privilege.Sudo,
                "none" => Privilege.None,
                _ => Privilege.Unknown,
            },
            PackageManager = OwnManager([distribution, .. (facts.GetValueOrDefault("os.ID_LIKE") ?? "").Split(' ')], managers),
            Yum = managers.FirstOrDefault(manager => manager is "dnf" or "yum"),
            FreeSpace = long.TryParse(facts.GetValueOrDefault("free"), CultureInfo.InvariantCulture, out var free) ? free * 1024 : null,
        };
    }

    // A distribution, then those it is like, closest first (os-release(5), ID_LIKE). Another one's manager is there for those who build
    // packages, and knows nothing of what is installed.
    private static string? OwnManager(IEnumerable<string> distributions, IReadOnlyList<string> managers) =>
        distributions.SelectMany(ManagersOf).FirstOrDefault(managers.Contains) ?? (managers.Count > 0 ? managers[0] : null);

    private static IReadOnlyList<string> ManagersOf(string distribution) => distribution switch
    {
        "debian" => ["apt"],
        "fedora" or "rhel" or "centos" or "sme" => ["dnf", "yum"],
        "suse" => ["zypper"],
        "alpine" => ["apk"],
        "boot2docker" => ["tce"],
        _ => [],
    };

    /// <summary>Go's names of architectures, which Docker uses (moby, <c>GOARCH</c>), for what uname(1) says.</summary>
    internal static string DockerArchitecture(string machine) => machine switch
    {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "i386" or "i486" or "i586" or "i686" => "386",
        "armv6l" or "armv7l" => "arm",
        _ => machine,
    };

    // An SME Server is a CentOS underneath, so its own file is looked at first.
    private static (string Id, string Version) Distribution(IReadOnlyDictionary<string, string> facts)
    {
        if (facts.TryGetValue("esmith", out var esmith)) return ("sme", LastNumber(esmith));
        if (facts.TryGetValue("os.ID", out var id)) return (id, facts.GetValueOrDefault("os.VERSION_ID") ?? "");
        if (facts.TryGetValue("redhat", out var redhat))
            return (redhat.StartsWith("CentOS", StringComparison.OrdinalIgnoreCase) ? "centos" : "rhel", LastNumber(redhat));
        return ("unknown", "");
    }

    private static string LastNumber(string release) =>
        release.Split(' ').LastOrDefault(word => word.Length > 0 && char.IsAsciiDigit(word[0])) ?? "";
}
