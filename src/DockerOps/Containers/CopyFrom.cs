using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Files;

namespace DockerOps.Containers;

/// <summary>
/// Copies files and folders of a container, running or not, to this machine. Where they go follows docker-container-cp(1);
/// what exists is only replaced where that is asked for. The tar that comes is not trusted.
/// </summary>
public static class CopyFrom
{
    /// <summary>Looks at both ends and says what will be done.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="container">The container's name or id.</param>
    /// <param name="source">A path in the container; with <c>/.</c> at its end a folder's content.</param>
    /// <param name="destination">A full path on this machine; a folder that exists takes the source under its own name.</param>
    /// <param name="intoFolder">Whether the destination has to be a folder that exists: it was given with a slash at its end.</param>
    /// <param name="overwrite">Whether what exists may be replaced.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <exception cref="DockerOpsException">NotFound: source, container or folder. Conflict: the target exists. Unsupported: a device.</exception>
    public static async Task<CopyFromPlan> PlanAsync(
        EngineClient engine, string container, string source, string destination, bool intoFolder, bool overwrite, CancellationToken cancellation)
    {
        var path = ContainerPath.Of(source);
        var found = await ContainerPath.FindAsync(engine, container, path, cancellation).ConfigureAwait(false);
        if (found is not { } item) throw new DockerOpsException(FailureKind.NotFound, $"There is no '{source}' in '{container}' on '{engine.Host}'.", source);
        if (item.Stat is { IsFolder: false, IsFile: false })
            throw new DockerOpsException(FailureKind.Unsupported, $"'{source}' in '{container}' is a device, a pipe or a socket, not a file or folder.", source);

        destination = Path.TrimEndingDirectorySeparator(destination);
        var exists = Directory.Exists(destination);
        if (intoFolder && !exists && !item.Stat.IsFolder) throw NoFolder(destination);
        var content = item.Stat.IsFolder && ContainerPath.MeansContent(source);
        var target = exists && !content ? Path.Combine(destination, LocalName(path)) : destination;
        Check(target, item.Stat, content, overwrite);
        // A folder is asked for by its content, so that no name has to be taken off again.
        var request = CopyRequests.Read(container, item.Stat.IsFolder ? ContainerPath.Join(item.Path, ".") : item.Path);
        return new CopyFromPlan(container, item.Path, target, request) { IsFolder = item.Stat.IsFolder, Overwrite = overwrite, Size = item.Stat.Size };
    }

    /// <summary>
    /// Copies what was planned beside its target, and gives it its name when it is whole. Devices, and links that lead out
    /// of the folder, are left out; set-id bits are taken off. Yields progress and a <see cref="CopiedItem"/>.
    /// </summary>
    /// <exception cref="DockerOpsException">Corrupt: the tar is cut, damaged or leads out of its folder. Conflict, NoSpace, NotPermitted, Unreachable.</exception>
    public static IAsyncEnumerable<Event> RunAsync(EngineClient engine, CopyFromPlan plan, CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        if (!plan.IsFolder) meter.Total = plan.Size;
        return Watched.RunAsync($"Copy {plan.Source} from {plan.Container}", meter, stop => ReceiveAsync(engine, plan, meter, stop), cancellation);
    }

    private static async Task<CopiedItem> ReceiveAsync(EngineClient engine, CopyFromPlan plan, TransferMeter meter, CancellationToken cancellation)
    {
        await using var body = await engine.OpenAsync(plan.Request, cancellation).ConfigureAwait(false);
        await using var buffered = new BufferedStream(body, 64 * 1024);
        var tar = new TarInput(buffered, $"What '{engine.Host}' sent of '{plan.Source}' in '{plan.Container}'");
        var item = new CopiedItem
        {
            DockerHost = engine.Host,
            Container = plan.Container,
            Path = plan.Target,
            ContainerPath = plan.Source,
            FromContainer = true,
            Files = 1,
            Size = 0,
            LeftOut = [],
        };
        try
        {
            if (!plan.IsFolder)
            {
                await FileAsync(tar, plan, meter, cancellation).ConfigureAwait(false);
                return item with { Size = meter.Done };
            }

            using var folder = new ReceivedFolder(plan.Target, plan.PartialPath);
            await folder.FillAsync(tar, meter, cancellation).ConfigureAwait(false);
            folder.Commit(plan.Overwrite);
            return item with { Files = folder.Files, Size = meter.Done, LeftOut = folder.LeftOut };
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, plan.Target);
        }
    }

    private static async Task FileAsync(TarInput tar, CopyFromPlan plan, TransferMeter meter, CancellationToken cancellation)
    {
        await using var file = PartialFile.Create(plan.Target, plan.Overwrite, plan.Size);
        if (await tar.NextAsync(cancellation).ConfigureAwait(false) is not { Type: '0' } header) throw NotOneFile(plan);
        await tar.CopyDataAsync(file.Stream, meter, cancellation).ConfigureAwait(false);
        if (await tar.NextAsync(cancellation).ConfigureAwait(false) is not null) throw NotOneFile(plan);
        file.Finish();
        ReceivedFolder.Dress(file.PartialPath, header);
        file.Commit();
    }

    private static void Check(string target, WirePathStat found, bool content, bool overwrite)
    {
        if (File.Exists(target) && found.IsFolder)
            throw new DockerOpsException(FailureKind.Conflict, $"'{target}' is a file, and is never replaced by a folder.", target);
        if (Directory.Exists(target) && !found.IsFolder)
            throw new DockerOpsException(FailureKind.Conflict, $"'{target}' is a folder, and is never replaced by a file.", target);
        if (!overwrite && !content && Path.Exists(target))
            throw new DockerOpsException(FailureKind.Conflict, $"'{target}' exists already. Use -Force to replace it, or another name.", target);
        var folder = Path.GetDirectoryName(target);
        if (folder is not null && !Directory.Exists(folder)) throw NoFolder(folder);
    }

    // What a container calls a file need not be a name here.
    private static string LocalName(string path)
    {
        var name = ContainerPath.Name(path);
        return ReceivedName.IsName(name) ? name : throw new DockerOpsException(
            FailureKind.InvalidInput, $"'{ArchiveText.Shown(name)}' is no file name on this machine; give one with -Destination.", path);
    }

    private static DockerOpsException NoFolder(string folder) => new(FailureKind.NotFound, $"There is no folder '{folder}'.", folder);

    private static DockerOpsException NotOneFile(CopyFromPlan plan) =>
        new(FailureKind.Corrupt, $"'{plan.Source}' in '{plan.Container}' did not come as one file; it may have been changed meanwhile.", plan.Source);
}
