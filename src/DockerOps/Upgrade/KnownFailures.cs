using System.Text.Json;
using System.Text.RegularExpressions;

namespace DockerOps.Upgrade;

/// <summary>The failures that are known: those of this module, and those that an administrator has written down.</summary>
public static class KnownFailures
{
    // dnf 5 refuses the name of a package that is not installed, and updates none.
    private const string UpdateText = """
        for p in dnf yum; do
          command -v $p >/dev/null 2>&1 || continue
          n=$(rpm -qa --qf '%{NAME}\n' "$@" | sort -u)
          [ "$n" ] || { echo "none of $* is installed" >&2; exit 1; }
          exec $p -y update $n
        done
        exec apt-get -y install --only-upgrade libdevmapper1.02.1
        """;

    private const string PidText = """
        p=$(cat "$1" 2>/dev/null)
        case $(cat "/proc/$p/comm" 2>/dev/null) in dockerd*|docker) echo "process $p is an engine" >&2; exit 1 ;; esac
        rm -f -- "$1"
        """;

    private const string ContainerdText = """
        if [ -d /run/systemd/system ]; then exec systemctl start containerd; fi
        exec service containerd start
        """;

    /// <summary>Those of this module.</summary>
    public static IReadOnlyList<KnownFailure> BuiltIn { get; } =
    [
        new()
        {
            Id = "device-mapper-symbol",
            Description = "The engine asks libdevmapper for a symbol or version that the installed one lacks, and does not start.",
            Pattern = @"(relocation|symbol lookup) error.*(dm_task_|libdevmapper)|symbol dm_task_get_info_with_deferred_remove|libdevmapper\.so\S*: version .* not found",
            Remedy = [["sh", "-c", UpdateText, "sh", "device-mapper", "device-mapper-libs"]],
            Link = "https://bugzilla.redhat.com/show_bug.cgi?id=1207839",
        },
        new()
        {
            Id = "no-socket",
            Description = "The engine is told to take its socket from systemd (-H fd://), and systemd has none for it.",
            Pattern = "no sockets found via socket activation",
            Remedy = [["systemctl", "start", "docker.socket"]],
            Advice = "Where there is no docker.socket unit, write -H unix:///var/run/docker.sock in place of -H fd://.",
            Link = "https://github.com/docker/for-linux/issues/1161",
        },
        new()
        {
            Id = "flag-and-file",
            Description = "A setting is made by a flag and in daemon.json, and the engine does not choose.",
            Pattern = "specified both as a flag and in the configuration file",
            Advice = "Take the setting away in one of the two places; Test-DockerDaemonConfig tells both.",
            Link = "https://github.com/moby/moby/issues/20317",
        },
        new()
        {
            Id = "pid-file",
            Description = "A process id of an engine that died was left behind, and another process has it now.",
            Pattern = @"pid file found, ensure docker is not running|process with PID \d+ is still running",
            Remedy = [["sh", "-c", PidText, "sh", "/var/run/docker.pid"]],
        },
        new()
        {
            Id = "storage-driver",
            Description = "The engine has no longer the storage driver that the images are in, or cannot use it.",
            Pattern = "error initializing graphdriver|graphdriver.*(not supported|deprecated|unsupported)|prior storage driver \\S+ failed|driver not supported",
            Advice = "Go back to the old engine, save the images and volumes, change the driver, and load them again.",
        },
        new()
        {
            Id = "containerd",
            Description = "The engine waits for a containerd that does not run.",
            Pattern = @"failed to dial .*containerd|containerd\.sock.*(connection refused|no such file or directory|deadline exceeded|: timeout)|failed to start containerd|timeout waiting for containerd",
            Remedy = [["sh", "-c", ContainerdText, "sh"]],
        },
    ];

    /// <summary>Reads an administrator's own: a JSON array of objects with Id, Description, Pattern, and Remedy (a list of commands, each a list of words), Advice, Link.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Where it came from, for messages.</param>
    /// <exception cref="DockerOpsException">InvalidInput: it is no such text, or a pattern is no regular expression.</exception>
    public static IReadOnlyList<KnownFailure> Read(string text, string path)
    {
        try
        {
            var found = JsonSerializer.Deserialize(text, KnownFailureJson.Default.ListKnownFailure) ?? [];
            foreach (var failure in found) Check(failure, path);
            return found;
        }
        catch (JsonException e)
        {
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' is no list of known failures: {e.Message}", path, e);
        }
    }

    /// <summary>Those that a log tells of, each with the lines that do.</summary>
    /// <param name="known">The known ones; the first of an id counts, so that an administrator's own go before those of this module.</param>
    /// <param name="log">The engine's log, in full lines.</param>
    /// <param name="host">The host.</param>
    /// <param name="slow">Told of each that is passed over, because its pattern takes too long; the others are looked for all the same.</param>
    public static IReadOnlyList<KnownFailure> Match(
        IEnumerable<KnownFailure> known, IReadOnlyList<string> log, DockerHost host, Action<DockerOpsException> slow)
    {
        ArgumentNullException.ThrowIfNull(slow);
        var found = new List<KnownFailure>();
        foreach (var failure in known.DistinctBy(failure => failure.Id))
        {
            try
            {
                if (failure.Find(log) is { Count: > 0 } lines) found.Add(failure with { Matched = lines, DockerHost = host });
            }
            catch (DockerOpsException e) when (e.Kind == FailureKind.InvalidInput)
            {
                slow(e);
            }
        }

        return found;
    }

    // What a file gives as null comes as null, whatever the type says.
    private static void Check(KnownFailure? failure, string path)
    {
        if (failure is not { Id: not null, Description: not null, Pattern: not null })
            throw new DockerOpsException(FailureKind.InvalidInput, $"An entry of '{path}' is null, or its Id, Description or Pattern is.", path);
        if (failure.Id.Length == 0 || !failure.Id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{failure.Id}' in '{path}' is no name of a failure: letters, digits and '-'.", failure.Id);
        if (failure.Remedy.Any(command => command.Count == 0 || command.Any(word => word is null)))
            throw new DockerOpsException(FailureKind.InvalidInput, $"A command of '{failure.Id}' in '{path}' has no words, or one that is null.", failure.Id);
        try
        {
            _ = Regex.IsMatch("", failure.Pattern);
        }
        catch (ArgumentException e)
        {
            throw new DockerOpsException(FailureKind.InvalidInput, $"The pattern of '{failure.Id}' in '{path}' is no regular expression: {e.Message}", failure.Id, e);
        }
    }
}
