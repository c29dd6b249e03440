using DockerOps.Engine;
using DockerOps.Files;
using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Backups;

/// <summary>A backup that is yet to be made: looked into, shown, then run. The steps that are shown are those that are run.</summary>
public sealed class BackupPlan
{
    private readonly HostSession session;
    private readonly BackupStore store;
    private readonly IReadOnlyList<BackupStage> stages;
    private readonly BackupManifest manifest;
    private readonly HostShell? root;
    private readonly IReadOnlyList<(string File, ContainerHold Hold)> left;

    internal BackupPlan(
        HostSession session, BackupStore store, IReadOnlyList<BackupStage> stages, BackupManifest manifest, long size,
        HostShell? root, IReadOnlyList<(string File, ContainerHold Hold)> left)
    {
        this.root = root;
        this.left = left;
        this.session = session;
        this.store = store;
        this.stages = stages;
        this.manifest = manifest;
        Size = size;
    }

    /// <summary>The folder it will be.</summary>
    public string Folder => store.Folder;

    /// <summary>About how many bytes it will have.</summary>
    public long Size { get; }

    /// <summary>What of the host will not be in it.</summary>
    public IReadOnlyList<BackupOmission> Omitted => manifest.Omitted;

    /// <summary>The same for people, in few sentences.</summary>
    public IReadOnlyList<string> Warnings => BackupWarnings.Of(session.Host, manifest.Omitted);

    /// <summary>What is called what of a part, in the backup or omitted for a reason.</summary>
    /// <param name="part">The part.</param>
    public IReadOnlyList<string> NamesOf(BackupPart part) =>
        [.. manifest.ToBackup(session.Host, Folder, store.IsOnHost).NamesOf(part), .. Omitted.Where(one => one.Part == part).Select(one => one.Name)];

    /// <summary>Every step as it will be run, for people to read.</summary>
    public IReadOnlyList<string> Lines =>
        [.. left.Select(one => Show(one.Hold.End, one.Hold)), .. store.Lines([.. stages.SelectMany(Show), $"write {BackupManifest.FileName}"])];

    /// <summary>Makes the backup. Yields progress and a <see cref="Backup"/>.</summary>
    /// <param name="cancellation">Ends it; what was written is removed, and containers are put back as they were found.</param>
    /// <exception cref="DockerOpsException">NoSpace, NotPermitted, CommandFailed, Corrupt, EngineError, Unreachable. Of a container that could not be put back, the message says so.</exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter { Total = Size };
        return Watched.RunAsync($"Back up {session.Host}", meter, stop => RunAsync(meter, stop), cancellation);
    }

    private IEnumerable<string> Show(BackupStage stage) =>
    [
        .. stage.Holds.Select(hold => Show(hold.Begin, hold)),
        .. stage.Items.Select(item => $"{item.Source} > {item.Path}"),
        .. stage.Holds.Reverse().Select(hold => Show(hold.End, hold)),
    ];

    private string Show(EngineRequest request, ContainerHold hold) => $"{request} on {session.Host} ({hold.Name})";

    private async Task<Backup> RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var whole = false;
        if (left.Count > 0) await HeldContainers.PutBackAsync(session.Engine, root!, left).ConfigureAwait(false);
        await store.BeginAsync(cancellation).ConfigureAwait(false);
        try
        {
            var files = new List<BackupFile>();
            var flaws = new List<BackupOmission>();
            foreach (var stage in stages) await StageAsync(stage, files, flaws, meter, cancellation).ConfigureAwait(false);

            meter.Status = "writing the manifest";
            var written = manifest with { Files = files, Omitted = [.. manifest.Omitted, .. flaws] };
            var document = new BackupItem(BackupPart.Configuration, "manifest", BackupManifest.FileName, new BackupSource.Text("manifest", written.Write()), null);
            await store.WriteAsync(document, meter, cancellation).ConfigureAwait(false);
            await store.CommitAsync(cancellation).ConfigureAwait(false);
            whole = true;
            return written.ToBackup(session.Host, store.Folder, store.IsOnHost);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, store.Folder);
        }
        finally
        {
            if (!whole) await store.DiscardAsync().ConfigureAwait(false);
        }
    }

    private async Task StageAsync(BackupStage stage, List<BackupFile> files, List<BackupOmission> flaws, TransferMeter meter, CancellationToken cancellation)
    {
        await using var journal = root is null || stage.Holds.Count == 0 ? null : await HoldJournal.BeginAsync(root, stage.Holds, cancellation).ConfigureAwait(false);
        await using var held = new HeldContainers(session.Engine, journal);
        foreach (var hold in stage.Holds)
        {
            cancellation.ThrowIfCancellationRequested();
            meter.Status = $"holding {hold.Name}";
            await held.AddAsync(hold).ConfigureAwait(false);
        }

        foreach (var item in stage.Items)
        {
            meter.Status = item.Part == BackupPart.Volumes ? $"volume {item.Name}" : item.Name;
            var (file, flaw) = await store.WriteAsync(item, meter, cancellation).ConfigureAwait(false);
            files.Add(file);
            if (flaw is not null) flaws.Add(new(item.Part, item.Name, $"files changed while they were read: {flaw}"));
        }
    }
}
