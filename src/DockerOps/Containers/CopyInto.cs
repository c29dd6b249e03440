using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Files;

namespace DockerOps.Containers;

/// <summary>
/// Copies files and folders of this machine into a container, running or not. Where they go follows
/// docker-container-cp(1); what exists is only replaced where that is asked for.
/// </summary>
public static class CopyInto
{
    /// <summary>Looks at both ends and says what will be done.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="container">The container's name or id.</param>
    /// <param name="source">A file or folder, a full path.</param>
    /// <param name="content">Whether a folder's content is meant rather than the folder: <c>conf/.</c>.</param>
    /// <param name="destination">A path in the container; a folder that exists takes the source under its own name.</param>
    /// <param name="overwrite">Whether what exists may be replaced.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <exception cref="DockerOpsException">NotFound: source, container or folder. Conflict: the target exists.</exception>
    public static async Task<CopyIntoPlan> PlanAsync(
        EngineClient engine, string container, string source, bool content, string destination, bool overwrite, CancellationToken cancellation)
    {
        source = Path.TrimEndingDirectorySeparator(source);
        var item = LocalTree.Find(source);
        var isFolder = item is DirectoryInfo;
        var name = Path.GetFileName(source);
        var (found, path) = await LookAsync(engine, container, destination, cancellation).ConfigureAwait(false);

        if (found is { IsFolder: true } && isFolder && (content || name.Length == 0))
        {
            foreach (var child in ((DirectoryInfo)item).EnumerateFileSystemInfos())
                await CheckFreeAsync(engine, container, ContainerPath.Join(path, child.Name), child is DirectoryInfo, overwrite, cancellation).ConfigureAwait(false);
            return new CopyIntoPlan(container, item.FullName, path, CopyRequests.Write(container, path, source));
        }

        if (found is { IsFolder: true })
        {
            var target = ContainerPath.Join(path, name);
            await CheckFreeAsync(engine, container, target, isFolder, overwrite, cancellation).ConfigureAwait(false);
            return new CopyIntoPlan(container, item.FullName, target, CopyRequests.Write(container, path, source)) { Root = name };
        }

        if (found is null && !isFolder && destination.EndsWith('/')) throw NoFolder(engine, container, destination);
        if (found is not null) Check(found, container, path, isFolder, overwrite);
        return new CopyIntoPlan(container, item.FullName, path, CopyRequests.Write(container, ContainerPath.Parent(path), source)) { Root = ContainerPath.Name(path) };
    }

    /// <summary>
    /// Sends what was planned, as it is read. The engine writes while it receives: a copy that is cut off can leave a file
    /// in the container incomplete. Yields progress and a <see cref="CopiedItem"/>.
    /// </summary>
    /// <exception cref="DockerOpsException">NoSpace, NotPermitted, EngineError, Unreachable; the message says where something may be incomplete.</exception>
    public static IAsyncEnumerable<Event> RunAsync(EngineClient engine, CopyIntoPlan plan, CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync($"Copy {Path.GetFileName(plan.Source)} into {plan.Container}", meter, stop => SendAsync(engine, plan, meter, stop), cancellation);
    }

    private static async Task<CopiedItem> SendAsync(EngineClient engine, CopyIntoPlan plan, TransferMeter meter, CancellationToken cancellation)
    {
        var tree = new LocalTree(plan.Source);
        meter.Total = tree.Measure(cancellation);
        using var content = new TreeContent([new SentTree(tree, plan.Root)], [], meter);
        try
        {
            using var response = await engine.SendAsync(plan.Request, content, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Target is null || e.Kind == FailureKind.Unreachable)
        {
            throw new DockerOpsException(e.Kind, $"{e.Message} What was copied to '{plan.Target}' in '{plan.Container}' is incomplete.", plan.Source, e);
        }

        return new CopiedItem
        {
            DockerHost = engine.Host,
            Container = plan.Container,
            Path = plan.Source,
            ContainerPath = plan.Target,
            FromContainer = false,
            Files = content.Files,
            Size = meter.Done,
            LeftOut = tree.LeftOut,
        };
    }

    // The parent is looked at first: the engine answers a path below a file with an error of its own.
    private static async Task<(WirePathStat? Stat, string Path)> LookAsync(
        EngineClient engine, string container, string destination, CancellationToken cancellation)
    {
        var path = ContainerPath.Of(destination);
        if (path != "/")
        {
            var parent = await ContainerPath.FindAsync(engine, container, ContainerPath.Parent(path), cancellation).ConfigureAwait(false);
            if (parent is not { Stat.IsFolder: true } folder) throw NoFolder(engine, container, ContainerPath.Parent(path));
            path = ContainerPath.Join(folder.Path, ContainerPath.Name(path));
        }

        var found = await ContainerPath.FindAsync(engine, container, path, cancellation).ConfigureAwait(false);
        return (found?.Stat, found?.Path ?? path);
    }

    private static async Task CheckFreeAsync(
        EngineClient engine, string container, string path, bool isFolder, bool overwrite, CancellationToken cancellation)
    {
        if (await ContainerPath.FindAsync(engine, container, path, cancellation).ConfigureAwait(false) is { } found)
            Check(found.Stat, container, path, isFolder, overwrite);
    }

    private static void Check(WirePathStat found, string container, string path, bool isFolder, bool overwrite)
    {
        if (found.IsFolder != isFolder)
            throw new DockerOpsException(
                FailureKind.Conflict, $"'{path}' in '{container}' is {(found.IsFolder ? "a folder" : "no folder")}, and is never replaced by {(isFolder ? "a folder" : "a file")}.", path);
        if (!overwrite)
            throw new DockerOpsException(
                FailureKind.Conflict, $"'{path}' exists already in '{container}'. Use -Force to {(isFolder ? "replace what is in it" : "replace it")}, or another name.", path);
    }

    private static DockerOpsException NoFolder(EngineClient engine, string container, string folder) =>
        new(FailureKind.NotFound, $"There is no folder '{folder}' in '{container}' on '{engine.Host}'.", folder);
}
