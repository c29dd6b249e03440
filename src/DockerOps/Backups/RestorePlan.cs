using System.Diagnostics;

namespace DockerOps.Backups;

/// <summary>A restore that is yet to be run: looked into, shown, then run. The steps that are shown are those that are run.</summary>
public sealed class RestorePlan
{
    private readonly RestoreHost host;
    private readonly Backup backup;
    private readonly BackupFolder folder;
    private readonly IReadOnlyList<RestoreStep> steps;
    private readonly IReadOnlyList<BackupFile> files;

    internal RestorePlan(RestoreHost host, Backup backup, BackupFolder folder, IReadOnlyList<RestoreStep> steps, IReadOnlyList<BackupFile> files)
    {
        this.host = host;
        this.backup = backup;
        this.folder = folder;
        this.steps = steps;
        this.files = files;
    }

    /// <summary>What is there already, the same, and stays as it is.</summary>
    public required IReadOnlyList<RestoredItem> Skipped { get; init; }

    /// <summary>What the user should know before it is run, each as a sentence.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Every step as it will be run, for people to read.</summary>
    public IReadOnlyList<string> Lines => [.. files.Select(file => $"check {folder.Show(file.Path)}"), .. steps.SelectMany(step => step.Lines)];

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => steps.Count == 0;

    /// <summary>
    /// Reads every file that is needed and holds it against the manifest, then restores. An item that fails does not stop
    /// the others, but for those that need it: the engine would give a container an empty volume. Yields progress and a <see cref="RestoreReport"/>.
    /// </summary>
    /// <param name="cancellation">Ends it; what is being restored at that moment is taken away again, what is done stays.</param>
    /// <exception cref="DockerOpsException">Corrupt, NotFound: a file of the backup; nothing was changed. Unreachable.</exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter { Total = files.Concat(files).Select(file => file.Size).Total() };
        return Watched.RunAsync($"Restore {host.Session.Host}", meter, stop => RunAsync(meter, stop), cancellation);
    }

    private async Task<RestoreReport> RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        foreach (var file in files)
        {
            meter.Status = $"checking {file.Path}";
            await BackupProof.RunAsync(folder, file, file.Part == BackupPart.Configuration ? (_, header) => CheckPlace(file, BackupTar.NameOf(header)) : null, meter, cancellation).ConfigureAwait(false);
        }

        var done = new List<RestoredItem>();
        var failed = new List<BackupOmission>();
        foreach (var step in steps)
        {
            meter.Status = step.Item.Name;
            cancellation.ThrowIfCancellationRequested();
            if (step.Needs.FirstOrDefault(need => HasFailed(need)) is { } missing)
            {
                // Of an item that has failed itself, that is told already.
                if (missing != step.Item) failed.Add(new(step.Item.Part, step.Item.Name, $"it needs {missing}, which could not be restored"));
                continue;
            }

            try
            {
                await step.RunAsync(meter, cancellation).ConfigureAwait(false);
                if (!done.Contains(step.Item)) done.Add(step.Item);
            }
            catch (DockerOpsException e) when (e.Kind != FailureKind.Unreachable)
            {
                failed.Add(new(step.Item.Part, step.Item.Name, e.Message));
            }
        }

        return new RestoreReport
        {
            DockerHost = host.Session.Host,
            Path = backup.Path,
            Items = [.. done.Where(item => !HasFailed(item))],
            Skipped = Skipped,
            Failed = failed,
            Duration = watch.Elapsed,
        };

        bool HasFailed(RestoredItem item) => failed.Any(one => one.Part == item.Part && one.Name == item.Name);
    }

    private static Task CheckPlace(BackupFile file, string name) => EngineFiles.IsConfiguration(name)
        ? Task.CompletedTask
        : throw new DockerOpsException(FailureKind.Corrupt, $"'{file.Path}' is not used: it holds '{name}', which is no configuration of an engine.", file.Path);
}
