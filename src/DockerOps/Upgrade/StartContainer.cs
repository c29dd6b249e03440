using System.Text.RegularExpressions;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Starts a container that ran before, unless it runs; and freezes it again if it was. One that has gone is left to the comparison.</summary>
internal sealed partial record StartContainer(RunContext Context, string Id, bool Paused) : HostStep
{
    // What a killed engine may leave of a container: its folder and a shim that watches nothing. Containerd refuses to start it then.
    // A shim that still has a process of the container is left alone.
    private const string ClearText = """
        case $1 in /run/*/io.containerd.runtime.v2.task/moby/"$2"|/var/run/*/io.containerd.runtime.v2.task/moby/"$2") ;; *) exit 1 ;; esac
        for p in /proc/[0-9]*; do
          read -r n 2>/dev/null <"$p/comm" || continue
          case $n in containerd-shim*) ;; *) continue ;; esac
          grep -qsF -e "$2" "$p/cmdline" || continue
          grep -qs "^PPid:[[:space:]]*${p#/proc/}\$" /proc/[0-9]*/status && exit 1
          kill -9 "${p#/proc/}"
        done
        umount "$1/rootfs" 2>/dev/null
        rm -rf --one-file-system -- "$1"
        """;

    private EngineRequest Start => ContainerRequests.Start(Id);

    private EngineRequest Pause => EngineRequest.Post(ContainerRequests.Path(Id, "/pause"));

    /// <inheritdoc/>
    public override string Show(HostShell shell) => $"{Start} on {shell.Host}" + (Paused ? $"{Environment.NewLine}{Pause} on {shell.Host}" : "");

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        if (await FailureAsync(Start, cancellation).ConfigureAwait(false) is { } failure)
        {
            Context.Tell(failure);
            if (LeftOver().Match(failure) is not { Success: true } match) return;
            var cleared = await shell.RunAsync(["sh", "-c", ClearText, "sh", match.Groups["path"].Value, Id], cancellation).ConfigureAwait(false);
            if (!cleared.Success) return;
            if (await FailureAsync(Start, cancellation).ConfigureAwait(false) is { } again) Context.Tell(again);
        }

        if (Paused && await FailureAsync(Pause, cancellation).ConfigureAwait(false) is { } unpaused) Context.Tell(unpaused);
    }

    private async Task<string?> FailureAsync(EngineRequest request, CancellationToken cancellation)
    {
        try
        {
            await Context.Session.Engine.RunAsync(request, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.NotFound or FailureKind.Conflict or FailureKind.EngineError)
        {
            return e.Message;
        }
    }

    [GeneratedRegex(@"mkdir (?<path>/\S+/moby/[0-9a-f]{64}): file exists", RegexOptions.CultureInvariant)]
    private static partial Regex LeftOver();
}
