using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.Daemon;

/// <summary>Asks a host for the service that runs its engine, with one command that works in every POSIX <c>sh</c>.</summary>
internal static class EngineServiceProbe
{
    // $1 is the engine's socket, $2 its unit where that is known from before. Its process is the one that holds the listening socket (proc(5), /proc/net/unix: inode and
    // path), which only root can see; else the one of the usual pid file, else the only one. Processes of containers are not
    // meant: their status names more than one pid (proc(5), NSpid, from Linux 4.1). A unit is the process's own only when the
    // process is its main one: what was started from a login sits in the unit of sshd.
    private const string Script = """
        s=${1#/var}
        known=$2
        set --
        for i in $(awk -v s="$s" '$4 == "00010000" && ($8 == s || $8 == "/var" s) { print $7 }' /proc/net/unix 2>/dev/null); do set -- "$@" "$i"; done
        candidates=
        for c in /proc/[0-9]*; do
          read -r n 2>/dev/null <"$c/comm" || continue
          case $n in dockerd|dockerd-current|dockerd-ce|dockerd-ee) ;;
            docker|docker-current) tr '\0' '\n' 2>/dev/null <"$c/cmdline" | sed -n '2,$p' | grep -qx -e -d -e --daemon -e daemon || continue ;;
            *) continue ;; esac
          grep -q '^State:[[:space:]]*Z' "$c/status" 2>/dev/null && continue
          [ "$(sed -n 's/^NSpid:[[:space:]]*//p' "$c/status" 2>/dev/null | wc -w)" -gt 1 ] && continue
          candidates="$candidates ${c#/proc/}"
        done
        pid=
        for c in $candidates; do
          for i; do ls -l "/proc/$c/fd" 2>/dev/null | grep -q "socket:\[$i\]\$" && pid=$c; done
        done
        if [ -z "$pid" ] && [ -n "$known" ]; then pid=$(systemctl show "$known" -p MainPID | sed -n 's/^MainPID=0*\([1-9]\)/\1/p'); fi
        usual=
        [ "$s" = /run/docker.sock ] && usual=yes
        if [ -z "$pid" ] && [ -n "$usual" ]; then
          f=$(cat /var/run/docker.pid 2>/dev/null)
          for c in $candidates; do [ "$c" = "$f" ] && pid=$c; done
          if [ -z "$pid" ]; then
            set -- $candidates
            [ $# -eq 1 ] && ! ls "/proc/$1/fd" >/dev/null 2>&1 && pid=$1
          fi
        fi
        [ -n "$usual" ] && echo usual=yes
        unit=
        if [ -n "$pid" ]; then
          echo "pid=$pid"
          echo "program=$(readlink "/proc/$pid/exe" 2>/dev/null)"
          for d in 2 1; do
            f=$(readlink "/proc/$pid/fd/$d" 2>/dev/null)
            case $f in /dev/*) ;; /*) [ -f "$f" ] && echo "log=$f" && break ;; esac
          done
        fi
        if [ -d /run/systemd/system ]; then
          show() { systemctl show "$1" -p "$2" 2>/dev/null | sed -n 's/^[A-Za-z]*=//p'; }
          if [ -n "$known" ]; then unit=$known
          elif [ -n "$pid" ]; then
            u=$(sed -n 's/^.*\/\([^/]*\.service\)$/\1/p' "/proc/$pid/cgroup" 2>/dev/null | head -n 1)
            [ -n "$u" ] && [ "$(show "$u" MainPID)" = "$pid" ] && unit=$u
          elif [ -n "$usual" ]; then
            for u in docker.service snap.docker.dockerd.service; do [ "$(show $u LoadState)" = loaded ] && unit=$u && break; done
          fi
          if [ -n "$unit" ]; then
            echo "unit=$unit"
            echo "active=$(show "$unit" ActiveState)"
            k=${unit%.service}.socket
            e=$(show "$unit" UnitFileState)
            if [ "$(show "$k" LoadState)" = loaded ]; then
              echo "socket=$k"
              echo "listening=$(show "$k" ActiveState)"
              p=$(show "$k" Listen | sed -n 's/^\(\/.*\) (Stream)$/\1/p' | head -n 1)
              if [ -n "$p" ]; then
                n=$(awk -v s="${p#/var}" '$4 == "00010000" && ($8 == s || $8 == "/var" s) { n++ } END { print n + 0 }' /proc/net/unix)
                [ -S "$p" ] && [ "$n" -le 1 ] || echo lost=yes
              fi
              [ "$(show "$k" UnitFileState)" = enabled ] && e=enabled
            fi
            echo "enabled=$e"
          fi
          exit 0
        fi
        [ -n "$usual" ] || exit 0
        if grep -q '^ID=boot2docker' /etc/os-release 2>/dev/null; then
          for f in /usr/local/etc/init.d/docker /etc/init.d/docker; do [ -x "$f" ] && echo "boot2docker=$f" && break; done
          echo enabled=enabled
        else
          for f in /etc/init.d/docker /etc/rc.d/init.d/docker; do [ -x "$f" ] && echo "script=$f" && break; done
          [ -d /run/openrc ] && echo openrc=yes
          for l in /etc/rc[2345].d/S??docker /etc/rc.d/rc[2345].d/S??docker /etc/rc7.d/S??docker /etc/rc.d/rc7.d/S??docker /etc/runlevels/*/docker; do
            [ -e "$l" ] || [ -h "$l" ] || continue
            echo enabled=enabled; break
          done
          echo enabled=disabled
          command -v service >/dev/null 2>&1 && echo service=yes
        fi
        for f in /var/log/docker.log /var/log/docker /var/log/upstart/docker.log; do [ -f "$f" ] && echo "log=$f" && break; done
        exit 0
        """;

    /// <summary>Asks, as the shell's user; what only root can see is left out where he is not.</summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="unit">The engine's unit, where it was found before; else null.</param>
    /// <param name="cancellation">Ends the question.</param>
    public static async Task<EngineServiceState> RunAsync(HostShell shell, string? unit, CancellationToken cancellation) =>
        Parse(await shell.ReadAsync(["sh", "-c", Script, "sh", shell.Host.SocketPath ?? DockerHost.DefaultSocket, unit ?? ""], cancellation).ConfigureAwait(false));

    /// <summary>Reads what the script prints. Of a key that comes twice the first counts.</summary>
    internal static EngineServiceState Parse(string text)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in ArchiveText.Plain(text).Split('\n', StringSplitOptions.TrimEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && equals < line.Length - 1) facts.TryAdd(line[..equals], line[(equals + 1)..]);
        }

        int? pid = int.TryParse(facts.GetValueOrDefault("pid"), CultureInfo.InvariantCulture, out var number) ? number : null;
        var (kind, name) = Service(facts, pid);
        return new EngineServiceState
        {
            Kind = kind,
            Name = name,
            IsActive = pid is not null,
            State = kind == EngineServiceKind.Unit ? facts.GetValueOrDefault("active") ?? "unknown" : pid is null ? "stopped" : "running",
            IsEnabled = kind is EngineServiceKind.None or EngineServiceKind.Process ? false : Enabled(facts.GetValueOrDefault("enabled")),
            ProcessId = pid,
            SocketUnit = kind == EngineServiceKind.Unit ? facts.GetValueOrDefault("socket") : null,
            IsSocketActive = kind == EngineServiceKind.Unit && facts.GetValueOrDefault("listening") == "active",
            IsSocketLost = kind == EngineServiceKind.Unit && facts.GetValueOrDefault("listening") == "active" && facts.ContainsKey("lost"),
            LogFile = kind == EngineServiceKind.Unit ? null : facts.GetValueOrDefault("log"),
            Program = facts.GetValueOrDefault("program"),
        };
    }

    private static (EngineServiceKind Kind, string? Name) Service(Dictionary<string, string> facts, int? pid)
    {
        if (facts.TryGetValue("unit", out var unit)) return (EngineServiceKind.Unit, unit);
        if (facts.TryGetValue("boot2docker", out var own)) return (EngineServiceKind.Boot2Docker, own);
        if (facts.TryGetValue("script", out var script))
        {
            return facts.ContainsKey("openrc") ? (EngineServiceKind.OpenRC, "docker")
                : (EngineServiceKind.Script, facts.ContainsKey("service") ? "docker" : script);
        }

        return (pid is null ? EngineServiceKind.None : EngineServiceKind.Process, null);
    }

    // systemctl(1), is-enabled: other words (static, masked, indirect …) start nothing by themselves.
    private static bool? Enabled(string? word) => word is null ? null : word is "enabled" or "enabled-runtime" or "alias";
}
