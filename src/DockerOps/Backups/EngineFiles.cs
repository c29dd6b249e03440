using System.Text.RegularExpressions;

namespace DockerOps.Backups;

/// <summary>Which files of a host configure its engine, which are its programs, and which packages those belong to.</summary>
internal static partial class EngineFiles
{
    // dockerd(8), "Daemon configuration file"; docs.docker.com, "Control Docker with systemd"; systemd.unit(5) for the folders;
    // /etc/sysconfig/docker* of Fedora and CentOS; /etc/default/docker of Debian; boot2docker's folder on its disk.
    private const string ConfigurationScript = """
        for f in /etc/docker /etc/containerd/config.toml /etc/sysconfig/docker /etc/sysconfig/docker-* /etc/default/docker \
          /etc/init.d/docker /etc/rc.d/init.d/docker /etc/init/docker.conf \
          /var/lib/boot2docker/profile /var/lib/boot2docker/bootlocal.sh /var/lib/boot2docker/bootsync.sh /var/lib/boot2docker/tls \
          /etc/systemd/system/docker.service /etc/systemd/system/docker.service.d /etc/systemd/system/docker.socket \
          /etc/systemd/system/docker.socket.d /etc/systemd/system/containerd.service /etc/systemd/system/containerd.service.d \
          /lib/systemd/system/docker.service /lib/systemd/system/docker.socket /lib/systemd/system/containerd.service \
          /usr/lib/systemd/system/docker.service /usr/lib/systemd/system/docker.socket /usr/lib/systemd/system/containerd.service; do
          if [ -e "$f" ]; then d=$(cd "${f%/*}" && pwd -P) && printf '%s\n' "${d%/}/${f##*/}"; fi
        done | sort -u
        """;

    // Old engines call their parts docker-containerd, docker-runc and so on.
    private const string ProgramsScript = """
        PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
        {
          for c in docker dockerd dockerd-ce docker-init docker-proxy docker-containerd docker-containerd-shim docker-containerd-ctr docker-runc \
            containerd containerd-shim containerd-shim-runc-v1 containerd-shim-runc-v2 ctr runc crun rootlesskit; do command -v "$c"; done
          for d in /usr/libexec/docker /usr/lib/docker/cli-plugins /usr/local/lib/docker/cli-plugins; do if [ -d "$d" ]; then echo "$d"; fi; done
        } 2>/dev/null | while IFS= read -r f; do
          d=$(cd "${f%/*}" && pwd -P) && printf '%s\n' "${d%/}/${f##*/}"
          readlink -f "$f"
        done | sort -u
        """;

    private const string PackagesScript = """
        if command -v rpm >/dev/null 2>&1; then rpm -qf --qf '%{NAME}\t%|EPOCH?{%{EPOCH}}:{0}|:%{VERSION}-%{RELEASE}\t%{ARCH}\n' -- "$@" 2>/dev/null; fi
        if command -v dpkg-query >/dev/null 2>&1; then
          for f; do dpkg-query -S -- "$f" "${f#/usr}" 2>/dev/null; done | sed -n 's/^\([a-z0-9][a-z0-9.+-]*\)\(:[a-z0-9]*\)\{0,1\}: .*/\1/p' | sort -u |
            while IFS= read -r p; do dpkg-query -W -f '${Package}\t${Version}\t${Architecture}\n' -- "$p" 2>/dev/null; done
        fi
        exit 0
        """;

    /// <summary>The files and folders that configure the engine, by full paths.</summary>
    public static Task<IReadOnlyList<string>> ConfigurationAsync(HostTar tar, CancellationToken cancellation) => PathsAsync(tar, ConfigurationScript, cancellation);

    /// <summary>The engine's programs and plugins, by full paths, links and what they lead to.</summary>
    public static Task<IReadOnlyList<string>> ProgramsAsync(HostTar tar, CancellationToken cancellation) => PathsAsync(tar, ProgramsScript, cancellation);

    /// <summary>The packages that files belong to.</summary>
    public static async Task<IReadOnlyList<BackupPackage>> PackagesAsync(HostTar tar, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var text = await tar.Shell.ReadAsync(["sh", "-c", PackagesScript, "sh", .. files], cancellation).ConfigureAwait(false);
        return [.. text.Split('\n').Select(line => line.Split('\t')).Where(fields => fields.Length == 3)
            .Select(fields => new BackupPackage(fields[0], fields[1], fields[2])).Distinct().OrderBy(package => package.Name, StringComparer.Ordinal)];
    }

    // Whether a name in a tar may be put back as configuration: below what the script looks for, and nothing else.
    private static readonly string[] Places =
    [
        "etc/docker", "etc/containerd/config.toml", "etc/default/docker", "etc/init.d/docker", "etc/rc.d/init.d/docker", "etc/init/docker.conf",
        .. from folder in (string[])["etc", "lib", "usr/lib"]
           from unit in (string[])["docker.service", "docker.socket", "containerd.service", "docker.service.d", "docker.socket.d", "containerd.service.d"]
           select $"{folder}/systemd/system/{unit}",
    ];

    /// <summary>Whether a name in a tar is that of a file which configures an engine.</summary>
    public static bool IsConfiguration(string name) =>
        Places.Any(place => name.TrimEnd('/') == place || name.StartsWith(place + "/", StringComparison.Ordinal))
        || OtherPlaces().IsMatch(name);

    private static async Task<IReadOnlyList<string>> PathsAsync(HostTar tar, string script, CancellationToken cancellation)
    {
        var text = await tar.Shell.ReadAsync(["sh", "-c", script], cancellation).ConfigureAwait(false);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(path => path.StartsWith('/'))];
    }

    // boot2docker keeps /var/lib/boot2docker on its disk, which has another name on every host.
    [GeneratedRegex("^(?:etc/sysconfig/docker(?:-[^/]*)?|(?:mnt/[a-z0-9]+/)?var/lib/boot2docker/(?:profile|bootlocal\\.sh|bootsync\\.sh|tls(?:/.*)?))\\z")]
    private static partial Regex OtherPlaces();
}
