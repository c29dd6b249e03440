using DockerOps.Hosts;
using DockerOps.Upgrade;

namespace DockerOps.Installation;

/// <summary>The steps that install an engine from an archive of static programs, with a service of its own.</summary>
internal static class StaticInstallation
{
    private const string Folder = "/var/lib/dockerops/install";
    private const string Programs = "/usr/local/bin";
    private const string Unit = "/etc/systemd/system/docker.service";
    private const string InitScript = "/etc/init.d/docker";

    // Only what is not there comes, so that only what came is taken away again.
    private const string Place = StaticScripts.Relabel + """
        n=$1 b=$2
        for f in "$n"/*; do
          p=$b/${f##*/}
          [ ! -e "$p" ] || { echo "$p is there already" >&2; exit 1; }
        done
        mkdir -p "$b"
        for f in "$n"/*; do
          p=$b/${f##*/}
          echo "$p" >>"$n.placed"
          cp "$f" "$p.dockerops-new" && chmod 0755 "$p.dockerops-new" && mv -f "$p.dockerops-new" "$p" && relabel "$p" || exit
        done
        sync
        """;

    private const string TakeAway = """
        [ -f "$1.placed" ] || exit 0
        while read -r p; do rm -f "$p" "$p.dockerops-new" || exit; done <"$1.placed"
        """;

    // Nothing is there of an installation that came to its end: the clean-up takes the list away.
    private const string Unfinished = "cat -- \"$1.placed\" 2>/dev/null; exit 0";

    private const string MakeGroup = "getent group docker >/dev/null || groupadd -r docker";
    private const string StopUnit = "systemctl disable --now docker.service 2>/dev/null; exit 0";

    private const string StopScript = """
        [ -x "$1" ] || exit 0
        "$1" stop
        if command -v chkconfig >/dev/null; then chkconfig --del docker; elif command -v update-rc.d >/dev/null; then update-rc.d -f docker remove; fi
        exit 0
        """;

    private const string UnitText = """
        [Unit]
        Description=Docker engine
        After=network-online.target
        Wants=network-online.target
        StartLimitBurst=3
        StartLimitIntervalSec=60

        [Service]
        Type=notify
        ExecStart=/usr/local/bin/dockerd
        ExecReload=/bin/kill -s HUP $MAINPID
        TimeoutStartSec=0
        Restart=on-failure
        RestartSec=2
        Delegate=yes
        KillMode=process
        OOMScoreAdjust=-500
        LimitNPROC=infinity
        LimitCORE=infinity

        [Install]
        WantedBy=multi-user.target

        """;

    private const string ScriptText = """
        #!/bin/sh
        # chkconfig: 2345 95 05
        # description: Docker engine. Options are in /etc/sysconfig/docker (other_args, OPTIONS) or /etc/default/docker (DOCKER_OPTS).
        ### BEGIN INIT INFO
        # Provides:          docker
        # Required-Start:    $local_fs $network
        # Required-Stop:     $local_fs $network
        # Default-Start:     2 3 4 5
        # Default-Stop:      0 1 6
        # Short-Description: Docker engine
        ### END INIT INFO
        PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin
        export PATH
        log=/var/log/docker.log
        pidfile=/var/run/docker.pid
        [ ! -r /etc/sysconfig/docker ] || . /etc/sysconfig/docker
        [ ! -r /etc/default/docker ] || . /etc/default/docker
        running() { pid=$(cat "$pidfile" 2>/dev/null) && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ]; }
        start() {
          if running; then return 0; fi
          rm -f "$pidfile"
          setsid /usr/local/bin/dockerd $other_args $OPTIONS $DOCKER_OPTS >>"$log" 2>&1 </dev/null &
          child=$!
          tries=0
          while [ $tries -lt 30 ] && kill -0 "$child" 2>/dev/null; do
            if running; then return 0; fi
            tries=$((tries + 1)); sleep 1
          done
          echo "docker does not start: see $log" >&2
          return 1
        }
        stop() {
          running || return 0
          kill -TERM "$pid"
          tries=0
          while [ $tries -lt 60 ] && running; do tries=$((tries + 1)); sleep 1; done
          ! running
        }
        case $1 in
          start) start ;;
          stop) stop ;;
          restart|force-reload) stop && start ;;
          status) if running; then echo "docker (pid $pid) is running"; else echo "docker is stopped"; exit 3; fi ;;
          *) echo "usage: $0 {start|stop|restart|status}" >&2; exit 2 ;;
        esac

        """;

    /// <summary>The steps up to the service's files; starting and enabling come after.</summary>
    public static IReadOnlyList<InstallStep> Steps(HostFacts facts, InstallOptions options)
    {
        var (archive, programs) = (Folder + "/archive", Folder + "/new");
        HostStep get = options.Url is { } url ? new CommandStep(StaticScripts.Fetch(url, archive)) : new SendArchive(options.Paths[0], archive);
        return
        [
            new(new CommandStep("mkdir", "-p", "--", Folder), RemoveFolder),
            new(get),
            new(new CommandStep(StaticScripts.Unpack(archive, programs, options.Version!, options.Sha256))),
            new(new CommandStep("sh", "-c", Place, "sh", programs, Programs), RemovePrograms),
            new(new CommandStep("sh", "-c", MakeGroup)),
            .. facts.InitSystem == InitSystem.Systemd
                ? new InstallStep[]
                {
                    new(new FileStep(Unit, UnitText, "0644", Overwrite: false), RemoveService(facts)),
                    new(new CommandStep("systemctl", "daemon-reload")),
                }
                : [new(new FileStep(InitScript, ScriptText, "0755", Overwrite: false), RemoveService(facts))],
        ];
    }

    /// <summary>The file of somebody's own service that stands where this one's belongs; null when there is none.</summary>
    public static async Task<string?> OccupiedAsync(HostShell shell, HostFacts facts, CancellationToken cancellation)
    {
        var path = facts.InitSystem == InitSystem.Systemd ? Unit : InitScript;
        // systemd masks a service with a link.
        var result = await shell.RunAsync(["sh", "-c", "[ -e \"$1\" ] || [ -L \"$1\" ]", "sh", path], cancellation).ConfigureAwait(false);
        return result.Success ? path : null;
    }

    /// <summary>The programs that an installation has put into their places which did not come to its end.</summary>
    public static async Task<IReadOnlyList<string>> UnfinishedAsync(HostShell shell, CancellationToken cancellation) =>
        (await shell.ReadAsync(["sh", "-c", Unfinished, "sh", Folder + "/new"], cancellation).ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Takes away what such an installation has left.</summary>
    public static IReadOnlyList<InstallStep> RemoveUnfinished(HostFacts facts) =>
        [.. RemoveService(facts).Append(RemovePrograms).Append(RemoveFolder).Select(step => new InstallStep(step))];

    /// <summary>Takes away what is needed no longer.</summary>
    public static InstallStep CleanUp { get; } = new(RemoveFolder);

    private static HostStep RemoveFolder => new CommandStep("rm", "-rf", "--", Folder);

    private static HostStep RemovePrograms => new CommandStep("sh", "-c", TakeAway, "sh", Folder + "/new");

    private static IReadOnlyList<HostStep> RemoveService(HostFacts facts) => facts.InitSystem == InitSystem.Systemd
        ? [new CommandStep("sh", "-c", StopUnit), new CommandStep("rm", "-f", "--", Unit), new CommandStep("systemctl", "daemon-reload")]
        : [new CommandStep("sh", "-c", StopScript, "sh", InitScript), new CommandStep("rm", "-f", "--", InitScript)];
}
