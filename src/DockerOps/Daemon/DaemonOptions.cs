namespace DockerOps.Daemon;

/// <summary>
/// The options of the daemon, from 1.4 to 29. Source: the flags that moby's tags v1.4.0 to docker-v29.7.2 define (docker/daemon.go,
/// daemon/config*.go, cmd/dockerd/config*.go, daemon/command/config*.go) and the JSON tags of daemon/config/config*.go; "until" is the
/// first release that refuses the option, where that differs from the first without the flag (23.0 keeps <c>--graph</c> only to
/// refuse it); docs/deprecated.md of docker/cli. What a reload takes: daemon/reload*.go, <c>IsValueSet</c>.
/// </summary>
public static class DaemonOptions
{
    /// <summary>The first engine that reads daemon.json.</summary>
    internal static readonly Version FirstFile = new(1, 10);

    /// <summary>The newest engine whose options are known.</summary>
    internal static readonly Version Newest = new(29, 7);

    // name, kind, flag[,short], key ("=" is the name), since, until; * marks what a reload takes. A name's newest spelling comes first.
    private const string Table = """
        allow-direct-routing switch allow-direct-routing = 28.2 -
        allow-nondistributable-artifacts* list allow-nondistributable-artifacts = 17.06 29.0
        api-cors-header text api-cors-header = 1.6 28.0
        api-enable-cors switch api-enable-cors = 1.4 17.09
        authorization-plugins* list authorization-plugin = 1.10 -
        bip text bip = 1.4 -
        bip6 text bip6 = 28.0 -
        bridge text bridge,b = 1.4 -
        bridge-accept-fwmark text bridge-accept-fwmark = 29.0 -
        builder map - = 18.09 -
        cdi-spec-dirs list cdi-spec-dir = 25.0 -
        cgroup-parent text cgroup-parent = 1.10 -
        cluster-advertise* text cluster-advertise = 1.9 23.0
        cluster-store* text cluster-store = 1.9 23.0
        cluster-store-opts* map cluster-store-opt = 1.9 23.0
        config-file text config-file - 1.10 -
        containerd text containerd = 1.11 -
        containerd-namespace text containerd-namespace = 20.10 -
        containerd-plugins-namespace text containerd-plugins-namespace - 20.10 -
        cpu-rt-period number cpu-rt-period = 1.13 -
        cpu-rt-runtime number cpu-rt-runtime = 1.13 -
        cri-containerd switch cri-containerd = 18.09 -
        daemon switch daemon,d - 1.4 1.10
        data-root text data-root = 17.05 -
        data-root text graph,g graph 1.4 23.0
        debug* switch debug,D = 1.4 -
        default-address-pools list default-address-pool = 18.06 -
        default-cgroupns-mode text default-cgroupns-mode = 20.10 -
        default-gateway text default-gateway = 1.7 -
        default-gateway-v6 text default-gateway-v6 = 1.7 -
        default-ipc-mode text default-ipc-mode = 17.09 -
        default-network text default-network - 1.8 1.9
        default-network-opts map default-network-opt = 24.0 -
        default-runtime* text default-runtime = 1.12 -
        default-shm-size* text default-shm-size = 17.05 -
        default-stop-timeout* number default-stop-timeout = 29.7 -
        default-ulimits map default-ulimit = 1.6 -
        deprecated-key-path text deprecated-key-path = 17.06 19.03
        disable-legacy-registry switch disable-legacy-registry = 1.9 19.03
        dns list dns = 1.4 -
        dns-opts list dns-opt = 1.9 -
        dns-search list dns-search = 1.4 -
        exec-driver text exec-driver,e - 1.4 1.10
        exec-opts list exec-opt = 1.7 -
        exec-root text exec-root = 1.7 -
        experimental switch experimental = 1.13 -
        features* map feature - 28.0 -
        features* map - = 18.09 -
        firewall-backend text firewall-backend = 29.0 -
        fixed-cidr text fixed-cidr = 1.4 -
        fixed-cidr-v6 text fixed-cidr-v6 = 1.5 -
        group text group,G = 1.4 -
        host-gateway-ips list host-gateway-ip = 28.0 -
        host-gateway-ips list host-gateway-ip host-gateway-ip 20.10 -
        hosts list host,H = 1.4 -
        http-proxy text http-proxy = 23.0 -
        https-proxy text https-proxy = 23.0 -
        icc switch icc = 1.4 -
        init switch init = 1.13 -
        init-path text init-path = 1.13 -
        insecure-registries* list insecure-registry = 1.4 -
        ip text ip = 1.4 -
        ip-forward switch ip-forward = 1.4 -
        ip-forward-no-drop switch ip-forward-no-drop = 28.0 -
        ip-masq switch ip-masq = 1.4 -
        ip6tables switch ip6tables = 20.10 -
        iptables switch iptables = 1.4 -
        ipv6 switch ipv6 = 1.5 -
        kv-store text kv-store - 1.8 1.9
        labels* list label = 1.4 -
        live-restore* switch live-restore = 1.12 -
        log-driver text log-driver = 1.6 -
        log-format text log-format = 25.0 -
        log-level text log-level,l = 1.4 -
        log-opts map log-opt = 1.7 -
        max-concurrent-downloads* number max-concurrent-downloads = 1.12 -
        max-concurrent-uploads* number max-concurrent-uploads = 1.12 -
        max-download-attempts* number max-download-attempts = 20.10 -
        metrics-addr text metrics-addr = 1.13 -
        min-api-version text - = 29.0 -
        mtu number mtu = 1.4 -
        network-control-plane-mtu number network-control-plane-mtu = 17.09 -
        network-diagnostic-port* number network-diagnostic-port = 17.12 -
        no-new-privileges switch no-new-privileges = 17.06 -
        no-proxy text no-proxy = 23.0 -
        node-generic-resources list node-generic-resource = 17.12 -
        node-generic-resources list node-generic-resources = 17.09 17.12
        nri-opts* map nri-opts = 29.2 -
        oom-score-adjust number oom-score-adjust = 1.12 25.0
        pidfile text pidfile,p = 1.4 -
        raw-logs switch raw-logs = 1.11 -
        registry-mirrors* list registry-mirror = 1.4 -
        restart switch restart,r - 1.4 -
        rootless switch rootless = 19.03 -
        runtimes* map add-runtime = 1.12 -
        seccomp-profile text seccomp-profile = 1.13 -
        selinux-enabled switch selinux-enabled = 1.4 -
        shutdown-timeout* number shutdown-timeout = 1.13 -
        storage-driver text storage-driver,s = 1.4 -
        storage-opts list storage-opt = 1.4 -
        swarm-default-advertise-addr text swarm-default-advertise-addr = 1.12 -
        tls switch tls = 1.4 -
        tlscacert text tlscacert = 1.4 -
        tlscert text tlscert = 1.4 -
        tlskey text tlskey = 1.4 -
        tlsverify switch tlsverify = 1.4 -
        userland-proxy switch userland-proxy = 1.7 -
        userland-proxy-path text userland-proxy-path = 1.13 -
        userns-remap text userns-remap = 1.10 -
        validate switch validate - 23.0 -
        DOCKER_CERT_PATH variable - - 1.4 -
        DOCKER_DRIVER variable - - 1.4 -
        DOCKER_MIN_API_VERSION variable - - 25.0 -
        DOCKER_RAMDISK variable - - 1.4 -
        DOCKER_TLS_VERIFY variable - - 1.4 -
        DOCKER_TMPDIR variable - - 1.4 -
        HTTPS_PROXY variable - - 1.4 -
        HTTP_PROXY variable - - 1.4 -
        NO_PROXY variable - - 1.4 -
        """;

    private static readonly Dictionary<string, DaemonOption> ByWritten = Index();

    /// <summary>All options, by name.</summary>
    public static IReadOnlyList<DaemonOption> All { get; } = [.. ByWritten.Values.Distinct().OrderBy(o => o.Name, StringComparer.Ordinal)];

    /// <summary>The option that a long flag (<c>--data-root</c>), a short one (<c>-g</c>), a key of daemon.json (<c>graph</c>) or a variable is a spelling of.</summary>
    public static DaemonOption? Find(string written) => ByWritten.GetValueOrDefault(written);

    private static Dictionary<string, DaemonOption> Index()
    {
        var rows = Table.Split('\n', StringSplitOptions.TrimEntries).Select(line => line.Split(' ')).ToList();
        var found = new Dictionary<string, DaemonOption>(StringComparer.Ordinal);
        foreach (var group in rows.GroupBy(row => row[0]))
        {
            var option = new DaemonOption(
                group.Key.TrimEnd('*'), Enum.Parse<DaemonOptionKind>(group.First()[1], ignoreCase: true), group.Key.EndsWith('*'), [.. group.Select(Spelling)]);
            foreach (var spelling in option.Spellings)
            {
                if (spelling.Flag is not null) found.TryAdd("--" + spelling.Flag, option);
                if (spelling.Letter is { } letter) found.TryAdd("-" + letter, option);
                if (spelling.Key is not null) found.TryAdd(spelling.Key, option);
            }

            if (option.Kind == DaemonOptionKind.Variable) found.TryAdd(option.Name, option);
        }

        return found;
    }

    private static DaemonSpelling Spelling(string[] row)
    {
        var flag = row[2].Split(',');
        return new(
            flag[0] == "-" ? null : flag[0],
            flag.Length > 1 ? flag[1][0] : null,
            row[3] switch { "-" => null, "=" => row[0].TrimEnd('*'), var key => key },
            Version.Parse(row[4]),
            row[5] == "-" ? null : Version.Parse(row[5]));
    }
}
