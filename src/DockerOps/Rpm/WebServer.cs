using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>The web server of a host: the one that is there, or the one its distribution has.</summary>
internal sealed record WebServer
{
    // httpd of Fedora and its like, apache2 of Debian and SUSE, nginx; a running one first. 'root' is what the server's own
    // configuration says, else the first folder that exists of those the distributions' packages serve.
    private const string Script = """
        s=
        for p in nginx httpd apache2; do
          if command -v "$p" >/dev/null 2>&1; then
            s=${s:-$p}
            if pidof "$p" >/dev/null 2>&1; then s=$p; echo running=yes; break; fi
          fi
        done
        echo "server=$s"
        case $s in
          nginx) r=$(nginx -T 2>/dev/null | sed -n 's/^[[:space:]]*root[[:space:]]\{1,\}"\{0,1\}\(\/[^";]*\)"\{0,1\};.*/\1/p' | head -n 1) ;;
          httpd) r=$(httpd -S 2>/dev/null | sed -n 's/^Main DocumentRoot: "\(.*\)"/\1/p') ;;
          apache2) r=$( (apache2ctl -S || apache2 -S) 2>/dev/null | sed -n 's/^Main DocumentRoot: "\(.*\)"/\1/p' | head -n 1) ;;
        esac
        for d in ${s:+"$r"} /var/www/html /usr/share/nginx/html /srv/www/htdocs; do
          if [ "$s" ] && [ -d "$d" ]; then echo "root=$d"; break; fi
        done
        if command -v selinuxenabled >/dev/null 2>&1 && selinuxenabled; then echo selinux=yes; fi
        for t in tar sha256sum; do if command -v $t >/dev/null 2>&1; then echo "$t=yes"; fi; done
        for t in update-rc.d chkconfig; do if command -v $t >/dev/null 2>&1; then echo "enable=$t"; break; fi; done
        exit 0
        """;

    private WebServer(DockerHost host) => Host = host;

    /// <summary>The host.</summary>
    public DockerHost Host { get; }

    /// <summary>Its program and its service: <c>nginx</c>, <c>httpd</c>, <c>apache2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The folder it shows.</summary>
    public required string Root { get; init; }

    /// <summary>What puts it there; nothing when it is there.</summary>
    public required IReadOnlyList<CommandStep> Install { get; init; }

    /// <summary>What starts it, now and at every boot; nothing while it runs.</summary>
    public required IReadOnlyList<CommandStep> Start { get; init; }

    /// <summary>Whether the host enforces SELinux or records its labels.</summary>
    public required bool HasLabels { get; init; }

    /// <summary>Looks at a host.</summary>
    /// <exception cref="DockerOpsException">Unsupported: tar or sha256sum is missing.</exception>
    public static async Task<WebServer> FindAsync(HostShell shell, HostFacts facts, CancellationToken cancellation)
    {
        var found = await HostFile.FactsAsync(shell, "web server", ["sh", "-c", Script, "sh"], cancellation).ConfigureAwait(false);
        foreach (var tool in new[] { "tar", "sha256sum" })
        {
            if (!found.ContainsKey(tool)) throw new DockerOpsException(FailureKind.Unsupported, $"'{shell.Host}' has no {tool}, which receiving a repository needs.", shell.Host);
        }

        var present = found.GetValueOrDefault("server") is { Length: > 0 } server ? server : null;
        var (name, packages) = present is null ? Choose(facts) : (present, null);
        return new(shell.Host)
        {
            Name = name,
            Root = found.GetValueOrDefault("root") ?? RootOf(packages),
            Install = packages is null ? [] : InstallSteps(packages, name),
            Start = found.ContainsKey("running") ? [] : StartSteps(facts.InitSystem, name, found.GetValueOrDefault("enable")),
            HasLabels = found.ContainsKey("selinux"),
        };
    }

    /// <exception cref="DockerOpsException">Unsupported: no package manager that is known, or no init system.</exception>
    public void ThrowIfUnusable()
    {
        if (Name.Length == 0) throw new DockerOpsException(FailureKind.Unsupported, $"'{Host}' has neither a web server nor a package manager to install one. Use -Destination without -BaseUrl.", Host);
    }

    private static (string Name, string? Packages) Choose(HostFacts facts) =>
        facts.PackageManager == "apt" ? ("nginx", "apt")
        : facts.PackageManager is "dnf" or "yum" ? ("httpd", facts.PackageManager)
        : facts.PackageManager == "zypper" ? ("apache2", "zypper")
        : ("", null);

    // What the package of each distribution serves before anybody has changed it.
    private static string RootOf(string? packages) => packages == "zypper" ? "/srv/www/htdocs" : "/var/www/html";

    private static IReadOnlyList<CommandStep> InstallSteps(string packages, string name) => packages switch
    {
        "apt" =>
        [
            new("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "update"),
            new("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", "--no-install-recommends", "install", name),
        ],
        "zypper" => [new("zypper", "--non-interactive", "install", name)],
        var manager => [new(manager, "-y", "install", name)],
    };

    // Sources: systemctl(1), rc-update(8), chkconfig(8), update-rc.d(8), service(8).
    private static IReadOnlyList<CommandStep> StartSteps(InitSystem init, string name, string? enable) => init switch
    {
        InitSystem.Systemd => [new("systemctl", "enable", "--now", name)],
        InitSystem.OpenRC => [new("rc-update", "add", name, "default"), new("rc-service", name, "start")],
        _ when enable == "chkconfig" => [new("chkconfig", name, "on"), new("service", name, "start")],
        _ when enable == "update-rc.d" => [new("update-rc.d", name, "defaults"), new("service", name, "start")],
        _ => [new("service", name, "start")],
    };
}
