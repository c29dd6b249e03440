using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.BaseImages;

/// <summary>A base image that is to be made on a host: looked into first, then run.</summary>
public sealed class BaseImagePlan
{
    private readonly HostSession session;
    private readonly HostShell? root;

    private BaseImagePlan(HostSession session, HostShell? root, BaseImageSpec spec, BuildSteps steps, BuildHostFacts facts)
    {
        this.session = session;
        this.root = root;
        Spec = spec;
        Stages = steps;
        Facts = facts;
    }

    /// <summary>What is made.</summary>
    public BaseImageSpec Spec { get; }

    /// <summary>
    /// Every command and every call of the Engine API, in order: lines and <see cref="DockerOps.Engine.EngineRequest"/>s. The build's id is in
    /// them already; <c>VERSION</c> stands for the tag that is read from the finished root, <c>{id}</c> for a container's id.
    /// </summary>
    public IReadOnlyList<object> Steps => Stages.All;

    internal BuildSteps Stages { get; }

    internal BuildHostFacts Facts { get; }

    /// <summary>Looks at the host, changing nothing.</summary>
    /// <param name="session">The host. Its engine gets the image.</param>
    /// <param name="spec">What to make.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">
    /// InvalidInput: something in the specification makes no sense. NotPermitted: no root on the host. Unsupported: no shell on
    /// the host, no yum or dnf, no rpm or tar. NotFound: no such folder. NoSpace. Unreachable: the host, or its engine.
    /// </exception>
    public static async Task<BaseImagePlan> PrepareAsync(HostSession session, BaseImageSpec spec, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(spec);
        spec.Check();
        var build = BuildSteps.NewId(inContainer: spec.BuilderImage is not null);
        if (spec.BuilderImage is { } builder)
        {
            // Nothing is pulled.
            _ = await Images.ImageList.FindAsync(session.Engine, builder, cancellation).ConfigureAwait(false);
            var known = BuildHostFacts.OfContainer(spec);
            return new BaseImagePlan(session, root: null, spec, new BuildSteps(spec, known, session.Host, root: null, build), known);
        }

        var engine = await Engine.EngineInfo.ReadAsync(session.Engine, cancellation).ConfigureAwait(false);
        var root = await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        var facts = await BuildHostFacts.ReadAsync(root, spec, engine.DataRoot, cancellation).ConfigureAwait(false);
        return new BaseImagePlan(session, root, spec, new BuildSteps(spec, facts, session.Host, root, build), facts);
    }

    /// <summary>
    /// Makes the image. Yields progress (yum's own count of packages), each step as a <see cref="Note"/>, warnings, and the
    /// <see cref="Image"/> with its <see cref="BuildReport"/>. Whatever happens, nothing temporary stays: not on failure, not when it
    /// is cancelled, and after this process was killed the host clears up, at the latest when the next build begins.
    /// </summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DockerOpsException">
    /// CommandFailed: yum failed (its last words), or a container of the image cannot run <c>echo success</c>. Corrupt: the
    /// root is implausible: no shell, no echo, no package database, or too small. NoSpace (needed and free bytes).
    /// EngineError, Unreachable.
    /// </exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation) => BuildEvents.RunAsync(
        (report, stop) => new BaseImageBuild(session, root, this, report).RunAsync(stop), cancellation);
}
