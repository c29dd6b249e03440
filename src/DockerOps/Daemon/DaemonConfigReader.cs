using DockerOps.Daemon.Changes;
using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Daemon;

/// <summary>Reads the configuration of a host's engine, whether it runs or not.</summary>
public static class DaemonConfigReader
{
    // Prints every file as hexadecimal (od(1), POSIX), so that no byte is lost, and what else is to be known. Units are looked for where
    // systemd does, first find first (systemd.unit(5), UNIT LOAD PATH); a drop-in's name hides those of later folders.
    private const string Script = """
        show() {
          [ -f "$2" ] || return 0
          if [ -r "$2" ]; then echo "file $1 $2"; od -An -v -tx1 <"$2"; echo end; else echo "denied $2"; fi
        }
        for d in dockerd docker /usr/local/bin/docker; do
          command -v $d >/dev/null 2>&1 && { echo "version $($d --version 2>/dev/null)"; break; }
        done
        for f in /etc/init.d/docker /usr/local/etc/init.d/docker; do [ -f "$f" ] && { show InitScript "$f"; break; }; done
        show Variables /var/lib/boot2docker/profile
        for f in /etc/sysconfig/docker /etc/sysconfig/docker-storage /etc/sysconfig/docker-network /etc/default/docker /etc/conf.d/docker; do show Variables "$f"; done
        if [ -d /run/systemd/system ]; then
          echo systemd
          unit= socket= seen=" "
          for d in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
            if [ -z "$unit" ] && [ -e "$d/docker.service" ]; then unit=$d/docker.service; show Unit "$unit"; fi
            for f in "$d"/docker.service.d/*.conf; do
              [ -e "$f" ] || [ -h "$f" ] || continue
              n=${f##*/}
              case $seen in *" $n "*) continue;; esac
              seen="$seen$n "; show Unit "$f"
              sed -n 's/^[[:space:]]*EnvironmentFile=-*//p' "$f" 2>/dev/null | while read -r e; do show Variables "$e"; done
            done
            if [ -z "$socket" ] && [ -e "$d/docker.socket" ]; then
              socket=$d/docker.socket
              [ "$(readlink -f "$socket")" = /dev/null ] || echo socket
            fi
          done
          [ -n "$unit" ] && sed -n 's/^[[:space:]]*EnvironmentFile=-*//p' "$unit" 2>/dev/null | while read -r e; do show Variables "$e"; done
        fi
        for f in "$@"; do show DaemonJson "$f"; done
        exit 0
        """;

    private const string DefaultFile = "/etc/docker/daemon.json";

    /// <summary>Reads it, with one command; with a second one where the engine is told to read another file than /etc/docker/daemon.json.</summary>
    /// <param name="session">The host.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">Unsupported: no command can be run there. NotPermitted: a file may not be read, not even with sudo.</exception>
    public static async Task<DaemonConfig> ReadAsync(HostSession session, CancellationToken cancellation)
    {
        var config = await ReadAsync(session.Shell, DefaultFile, cancellation).ConfigureAwait(false);
        var other = config.Settings.LastOrDefault(s => s is { Name: "config-file", Effective: true })?.Value;
        return other is null or DefaultFile ? config : await ReadAsync(session.Shell, other, cancellation).ConfigureAwait(false);
    }

    private static async Task<DaemonConfig> ReadAsync(HostShell shell, string json, CancellationToken cancellation)
    {
        string[] command = ["sh", "-c", Script, "sh", json];
        var text = await shell.ReadAsync(command, cancellation).ConfigureAwait(false);
        if (Denied(text) is not null)
        {
            var root = await shell.AsRootAsync(cancellation).ConfigureAwait(false);
            var again = await root.RunAsync(command, cancellation).ConfigureAwait(false);
            if (again.Success) text = again.Output;
        }

        if (Denied(text) is { } path)
            throw new DockerOpsException(FailureKind.NotPermitted, $"'{path}' on '{shell.Host}' may not be read by this user, and sudo -n does not help. Log in as root.", path);
        return Parse(shell.Host, text);
    }

    private static string? Denied(string text) =>
        text.Split('\n').FirstOrDefault(line => line.StartsWith("denied ", StringComparison.Ordinal))?["denied ".Length..];

    /// <summary>Makes a configuration of what the script prints.</summary>
    internal static DaemonConfig Parse(DockerHost host, string text)
    {
        var files = new List<DaemonFile>();
        var (systemd, socket) = (false, false);
        string? version = null;
        var lines = ArchiveText.Plain(text).Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var words = lines[at].Split(' ', 3);
            switch (words[0])
            {
                case "systemd": systemd = true; break;
                case "socket": socket = true; break;
                case "version": version = lines[at].Split(' ').SkipWhile(word => word != "version").Skip(1).SkipWhile(w => w != "version").Skip(1).FirstOrDefault()?.TrimEnd(','); break;
                case "file" when words.Length == 3 && Enum.TryParse<DaemonFileKind>(words[1], out var kind) && Enum.IsDefined(kind):
                    var hex = lines.Skip(at + 1).TakeWhile(line => line != "end").ToList();
                    at += hex.Count + 1;
                    var file = DaemonConfigFiles.Decode(words[2], kind, ConfigStore.Bytes(host, hex));
                    if (files.All(f => f.Path != file.Path)) files.Add(file);
                    break;
            }
        }

        return DaemonConfigBuilder.Build(files, new(host, version, systemd, systemd ? socket : null));
    }
}
