using DockerOps.Engine;
using DockerOps.Hosts;

namespace DockerOps.Backups;

/// <summary>A volume that is there: filled beside itself and swapped, with the containers stopped that use it.</summary>
internal sealed record SwapVolumeStep(
    RestoredItem Item, EngineClient Engine, HostShell Root, string Place, VolumeContent Content, BackupFolder Folder, BackupFile File, IReadOnlyList<ContainerHold> Holds)
    : RestoreStep(Item)
{
    /// <summary>What a volume's folder is called until it is whole.</summary>
    public const string New = ".dockerops-new";

    // The label of SELinux comes from the folder above, which has another one.
    private const string Begin = """
        rm -rf -- "$1.dockerops-new" && mkdir -- "$1.dockerops-new" || exit 1
        chcon --reference="$1" -- "$1.dockerops-new" 2>/dev/null
        exit 0
        """;

    private const string Swap = """
        rm -rf -- "$1.dockerops-old" && mv -- "$1" "$1.dockerops-old" || exit 1
        if mv -- "$1.dockerops-new" "$1"; then rm -rf -- "$1.dockerops-old"; else mv -- "$1.dockerops-old" "$1"; exit 1; fi
        """;

    public override IEnumerable<string> Lines =>
    [
        $"{Root.Show(["mkdir", Place + New])} on {Root.Host}",
        Content.ShowUnpack(Folder.Show(File.Path)),
        .. Holds.Select(hold => $"{On(Engine, hold.Begin)} ({hold.Name})"),
        $"{Root.Show(["mv", Place + New, Place])} on {Root.Host}, the old content removed",
        .. Holds.Reverse().Select(hold => $"{On(Engine, hold.End)} ({hold.Name})"),
    ];

    public override async Task RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var whole = false;
        try
        {
            await Root.ReadAsync(["sh", "-c", Begin, "sh", Place], cancellation).ConfigureAwait(false);
            await Content.UnpackAsync(Folder, File, meter, cancellation).ConfigureAwait(false);
            await using var journal = Holds.Count > 0 ? await HoldJournal.BeginAsync(Root, Holds, cancellation).ConfigureAwait(false) : null;
            await using var held = new HeldContainers(Engine, journal);
            foreach (var hold in Holds)
            {
                cancellation.ThrowIfCancellationRequested();
                await held.AddAsync(hold).ConfigureAwait(false);
            }

            // From here on it is not cut off: the old content is there, or the new one.
            await Root.ReadAsync(["sh", "-c", Swap, "sh", Place], CancellationToken.None).ConfigureAwait(false);
            whole = true;
        }
        finally
        {
            if (!whole) await Root.RunAsync(["rm", "-rf", "--", Place + New], CancellationToken.None).ConfigureAwait(false);
        }
    }
}
