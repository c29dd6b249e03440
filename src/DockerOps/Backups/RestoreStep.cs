using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Hosts;
using DockerOps.Images;
using DockerOps.Volumes;

namespace DockerOps.Backups;

/// <summary>One thing that is restored. What is shown is made of the same values as what is run; a step that fails takes away what it made.</summary>
/// <param name="Item">What it is.</param>
internal abstract record RestoreStep(RestoredItem Item)
{
    /// <summary>The step as it will be run, line by line.</summary>
    public abstract IEnumerable<string> Lines { get; }

    /// <summary>What has to be restored before it, where that is part of the restore. Without it the step is left out.</summary>
    public IReadOnlyList<RestoredItem> Needs { get; init; } = [];

    public abstract Task RunAsync(TransferMeter meter, CancellationToken cancellation);

    private protected static string On(EngineClient engine, EngineRequest request) => $"{request} on {engine.Host}";
}

/// <summary>Calls of the engine, in order.</summary>
internal sealed record RequestsStep(RestoredItem Item, EngineClient Engine, IReadOnlyList<EngineRequest> Requests) : RestoreStep(Item)
{
    public override IEnumerable<string> Lines => Requests.Select(request => On(Engine, request));

    public override async Task RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        foreach (var request in Requests) await Engine.RunAsync(request, cancellation).ConfigureAwait(false);
    }
}

/// <summary>Containers that a backup or a restore has held which was killed, as the host's journal tells: put back.</summary>
internal sealed record PutBackStep(RestoredItem Item, EngineClient Engine, HostShell Root, IReadOnlyList<(string File, ContainerHold Hold)> Left) : RestoreStep(Item)
{
    public override IEnumerable<string> Lines => Left.Select(one => $"{On(Engine, one.Hold.End)} ({one.Hold.Name})");

    public override Task RunAsync(TransferMeter meter, CancellationToken cancellation) => HeldContainers.PutBackAsync(Engine, Root, Left);
}

/// <summary>The archive of all images.</summary>
internal sealed record ImagesStep(RestoredItem Item, EngineClient Engine, BackupFolder Folder, BackupFile File, IReadOnlyList<BackupImage> Images) : RestoreStep(Item)
{
    public override IEnumerable<string> Lines => [On(Engine, Request)];

    /// <summary>Those of them that the host lacks.</summary>
    public required IReadOnlyList<BackupImage> Missing { get; init; }

    private EngineRequest Request => ImageRequests.Load(Folder.Show(File.Path));

    public override async Task RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        await Folder.ReadAsync(
            File.Path,
            async stream =>
            {
                using var body = new PumpedContent(stream, File.Size, meter);
                await ImageImport.LoadAsync(Engine, Request, body, meter: null, cancellation).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
        foreach (var image in Images)
        {
            var name = image.References is [var first, ..] ? first : image.Id;
            var found = await ImageList.InspectAsync(Engine, name, cancellation).ConfigureAwait(false);
            if (!(found.RootFS?.Layers ?? []).SequenceEqual(image.Layers))
                throw new DockerOpsException(FailureKind.Corrupt, $"'{name}' on '{Engine.Host}' has other layers than in the backup.", name);
        }
    }
}

/// <summary>A volume that is not there: made, and filled.</summary>
internal sealed record NewVolumeStep(RestoredItem Item, EngineClient Engine, EngineRequest Create, VolumeContent? Content, BackupFolder Folder, BackupFile? File)
    : RestoreStep(Item)
{
    public override IEnumerable<string> Lines => File is null || Content is null ? [On(Engine, Create)] : [On(Engine, Create), Content.ShowUnpack(Folder.Show(File.Path))];

    public override async Task RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        // An engine that is asked for a volume which appeared meanwhile would give that one.
        await VolumeChanges.CheckFreeAsync(Engine, Item.Name, cancellation).ConfigureAwait(false);
        var whole = false;
        try
        {
            await VolumeChanges.CreateAsync(Engine, Create, cancellation).ConfigureAwait(false);
            if (File is not null && Content is not null) await Content.UnpackAsync(Folder, File, meter, cancellation).ConfigureAwait(false);
            whole = true;
        }
        finally
        {
            if (!whole) await Engine.RunAsync(VolumeRequests.Remove(Item.Name, force: true), CancellationToken.None).ConfigureAwait(false);
        }
    }
}

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

/// <summary>A container: made, joined to its networks; one that was there is kept aside until then.</summary>
internal sealed record ContainerStep(RestoredItem Item, EngineClient Engine, ContainerRebuild Rebuild, ContainerDefinition? Old) : RestoreStep(Item)
{
    public override IEnumerable<string> Lines =>
        [.. (Old is null ? [] : Aside).Concat([Rebuild.Create, .. Rebuild.Connects]).Concat(Old is null ? [] : [RemoveOld]).Select(request => On(Engine, request))];

    private string AsideName => Item.Name + "-replaced";

    private IEnumerable<EngineRequest> Aside => [ContainerRequests.Stop(Item.Name, null), Rename(Item.Name, AsideName)];

    private EngineRequest RemoveOld => ContainerRequests.Remove(AsideName, force: true, volumes: false);

    public override async Task RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var stopped = false;
        var moved = false;
        var made = false;
        try
        {
            if (Old is not null)
            {
                foreach (var request in Aside)
                {
                    await Engine.RunAsync(request, CancellationToken.None).ConfigureAwait(false);
                    stopped = true;
                }

                moved = true;
            }

            cancellation.ThrowIfCancellationRequested();
            // Never cut off: the engine would make it all the same.
            await Engine.RunAsync(Rebuild.Create, CancellationToken.None).ConfigureAwait(false);
            made = true;
            foreach (var request in Rebuild.Connects) await Engine.RunAsync(request, cancellation).ConfigureAwait(false);
            if (Old is not null) await Engine.RunAsync(RemoveOld, CancellationToken.None).ConfigureAwait(false);
            stopped = moved = made = false;
        }
        finally
        {
            if (made) await Engine.RunAsync(ContainerRequests.Remove(Item.Name, force: true, volumes: false), CancellationToken.None).ConfigureAwait(false);
            if (moved) await Engine.RunAsync(Rename(AsideName, Item.Name), CancellationToken.None).ConfigureAwait(false);
            if (stopped)
            {
                foreach (var request in ContainerRebuild.StartsOf(Old!)) await Engine.RunAsync(request, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static EngineRequest Rename(string name, string to) => EngineRequest.Post(ContainerRequests.Path(name, "/rename"), ("name", to));
}

/// <summary>The files that configure the engine, into their places.</summary>
internal sealed record ConfigurationStep(RestoredItem Item, HostTar Tar, BackupFolder Folder, BackupFile File, bool KeepIdentity) : RestoreStep(Item)
{
    public override IEnumerable<string> Lines => [$"{Tar.Shell.Show(Words)} on {Tar.Shell.Host} < {Folder.Show(File.Path)}"];

    // dockerd(8): the key by which engines before 23 know themselves; two hosts must not have the same.
    private IReadOnlyList<string> Words => KeepIdentity ? Tar.Unpack("/") : [.. Tar.Unpack("/"), "--exclude=etc/docker/key.json"];

    public override Task RunAsync(TransferMeter meter, CancellationToken cancellation) => Folder.ReadAsync(
        File.Path,
        async stream =>
        {
            await using var hashed = new HashedReading(stream, meter);
            await Tar.UnpackAsync(Words, hashed, cancellation).ConfigureAwait(false);
            BackupProof.Compare(Folder, File, hashed);
        },
        cancellation);
}
