using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;

namespace DockerOps.BaseImages;

/// <summary>Removes from an engine what builds left there whose client was killed.</summary>
internal static class BuildLeftovers
{
    /// <summary>The label of the containers of a build; its value is the build's id.</summary>
    public const string Label = "org.dockerops.build";

    /// <summary>
    /// What builds have on the engine, dead and live ones. It is looked for before asking the host which builds run: one
    /// that begins in between has nothing among it.
    /// </summary>
    /// <returns>The id of the build, the name, and the call that removes it.</returns>
    public static async Task<IReadOnlyList<(string Build, string Name, EngineRequest Removal)>> FindAsync(EngineClient engine, CancellationToken cancellation)
    {
        var containers = await ContainerList.ReadAsync(engine, [Label], [], cancellation).ConfigureAwait(false);
        var images = await ImageList.ReadAsync(engine, [], dangling: false, cancellation).ConfigureAwait(false);
        return
        [
            .. containers.Select(item => (item.Labels[Label], item.Id, ContainerRequests.Remove(item.Id, force: true, volumes: true))),
            .. images.Where(item => item.Repository == BuildScripts.Prefix)
                .Select(item => (item.Tag!, item.Name, ImageRequests.Remove(item.Name, force: true, keepParents: false))),
        ];
    }

    /// <summary>Removes what is left of builds that do not run any more.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="found">What was found there.</param>
    /// <param name="live">The ids of builds that run.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The names of what was removed.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAsync(
        EngineClient engine, IReadOnlyList<(string Build, string Name, EngineRequest Removal)> found, IReadOnlyCollection<string> live, CancellationToken cancellation)
    {
        var removed = new List<string>();
        foreach (var (_, name, removal) in found.Where(item => !live.Contains(item.Build)))
        {
            try
            {
                await engine.RunAsync(removal, cancellation).ConfigureAwait(false);
                removed.Add(name);
            }
            catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
            {
                // Its own build, or another one, was quicker.
            }
        }

        return removed;
    }
}
