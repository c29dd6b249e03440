using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;

namespace DockerOps.Rpm;

/// <summary>
/// Finds what package builds left on an engine whose client was killed. Everything a build makes has a label with the
/// build's <see cref="ClientMark"/>. Those of clients that run are left alone.
/// </summary>
internal static class BuildRemains
{
    /// <summary>The label. Not that of base images: their builds remove all that has theirs and is not alive on the host.</summary>
    public const string Label = "org.dockerops.rpm";

    /// <summary>The label's value for a build of this process.</summary>
    /// <param name="id">The build's id.</param>
    public static string Mark(string id) => ClientMark.Of(id);

    /// <summary>The calls that remove what is left of builds whose client is gone: containers, then images.</summary>
    public static async Task<IReadOnlyList<EngineRequest>> FindAsync(EngineClient engine, CancellationToken cancellation)
    {
        var containers = await ContainerList.ReadAsync(engine, [Label], [], cancellation).ConfigureAwait(false);
        var images = await ImageList.ReadAsync(engine, [Label], dangling: null, cancellation).ConfigureAwait(false);
        if (containers.Count + images.Count == 0) return [];
        var now = await EngineClock.NowAsync(engine, cancellation).ConfigureAwait(false);
        return
        [
            .. containers.Where(item => ClientMark.IsLeft(item.Labels[Label], item.Created, now)).Select(item => ContainerRequests.Remove(item.Id, force: true, volumes: true)),
            .. images.Where(item => ClientMark.IsLeft(item.Labels[Label], item.Created, now)).Select(item => ImageRequests.Remove(item.Name, force: true, keepParents: false)),
        ];
    }
}
