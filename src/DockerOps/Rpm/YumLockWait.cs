using System.Diagnostics;
using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// Waits until no other yum or dnf is at work: they write their process id into a file and leave it there while they run
/// (yum(8), /var/run/yum.pid; dnf's lock files below its cache and state folders).
/// </summary>
/// <param name="Timeout">How long at most.</param>
internal sealed record YumLockWait(TimeSpan Timeout) : HostStep
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly string[] Files =
        ["/var/run/yum.pid", "/var/cache/dnf/metadata_lock.pid", "/var/cache/dnf/download_lock.pid", "/var/lib/dnf/rpmdb_lock.pid"];

    // A file that a process has left behind when it died holds nobody up.
    private const string Holder = """
        for f; do
          read -r p 2>/dev/null <"$f" || [ -n "$p" ] || continue
          case $p in ''|*[!0-9]*) continue ;; esac
          if [ -d "/proc/$p" ]; then echo "process $p ($(tr '\0' ' ' <"/proc/$p/cmdline" | cut -c 1-60)) holds $f"; exit 0; fi
        done
        """;

    /// <inheritdoc/>
    public override string Show(HostShell shell) => string.Create(
        CultureInfo.InvariantCulture, $"wait at most {Timeout.TotalSeconds:0.#} s on {shell.Host} until no process holds {string.Join(", ", Files)}");

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (await HolderAsync(shell, cancellation).ConfigureAwait(false) is { } holder)
        {
            if (watch.Elapsed >= Timeout)
            {
                throw new DockerOpsException(
                    FailureKind.TimedOut, $"yum on '{shell.Host}' is still busy after {Timeout.TotalSeconds:0.#} s: {holder}. What was registered stays.", shell.Host);
            }

            meter.Status = "waiting: " + holder;
            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<string?> HolderAsync(HostShell shell, CancellationToken cancellation) =>
        (await shell.ReadAsync(["sh", "-c", Holder, "sh", .. Files], cancellation).ConfigureAwait(false)).Trim() is { Length: > 0 } holder ? holder : null;
}
