using System.Runtime.CompilerServices;
using DockerOps.Engine;

namespace DockerOps.Rpm;

/// <summary>
/// A build of Docker's own packages that is ready: the sources lie checked out in a folder of its own, which goes with it when
/// it is disposed. Or nothing has changed since the last build, and there is nothing to do.
/// </summary>
public sealed class DockerRpmPlan : IDisposable
{
    private readonly EngineClient engine;
    private readonly PackageResult result;
    private readonly IReadOnlyList<RpmPackage> there;
    private readonly Stages? stages;

    internal DockerRpmPlan(EngineClient engine, PackageResult result, IReadOnlyList<RpmPackage> there)
    {
        this.engine = engine;
        this.result = result;
        this.there = there;
    }

    internal DockerRpmPlan(EngineClient engine, PackageResult result, Stages stages)
        : this(engine, result, []) => this.stages = stages;

    /// <summary>Whether the packages are there and nothing they are made of has changed: running does nothing.</summary>
    public bool IsUnchanged => stages is null;

    /// <summary>The build file; empty when <see cref="IsUnchanged"/>.</summary>
    public string BuildText => stages?.BuildText ?? "";

    /// <summary>
    /// What was asked of git, the build file, and every call, in order; <c>{id}</c> stands for a container's id. Nothing when
    /// <see cref="IsUnchanged"/>.
    /// </summary>
    public IReadOnlyList<object> Steps => stages is null
        ? []
        : [.. stages.Fetched, PackageResult.Show("Dockerfile", stages.BuildText), .. stages.Builder?.Steps ?? [], .. stages.ManPages?.Steps ?? [], .. stages.Build.Steps];

    /// <summary>
    /// Looks at the sources and, unless nothing has changed, checks them out into a folder of its own. The engine is only
    /// asked. Yields progress and the plan.
    /// </summary>
    /// <exception cref="DockerOpsException">
    /// NotFound: no such source, tag, distribution (with those that there are), spec file, commit or builder image. Conflict: the folder
    /// is of another version. InvalidInput: no sources of Docker, no version, no commit, no macro. Unsupported: no git here.
    /// CommandFailed: git. Unreachable.
    /// </exception>
    public static IAsyncEnumerable<Event> PrepareAsync(EngineClient engine, DockerRpmSpec spec, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(spec);
        var meter = new TransferMeter();
        return Watched.RunAsync($"Sources of Docker {spec.Version}", meter, stop => new DockerRpmPreparation(engine, spec, meter).RunAsync(stop), cancellation);
    }

    /// <summary>
    /// Builds: the builder image, the manual pages, the packages; what is there and unchanged is not done again. Yields progress,
    /// the builder's words as <see cref="Note"/>s, warnings, and each <see cref="RpmPackage"/>. The image of the builder and that of the manual
    /// pages stay on the engine for the next build, nothing else does.
    /// </summary>
    /// <exception cref="DockerOpsException">As <see cref="RpmBuildPlan.RunAsync"/>.</exception>
    public async IAsyncEnumerable<Event> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (stages is null)
        {
            await foreach (var item in result.TellAsync(there).ConfigureAwait(false)) yield return item;
            yield break;
        }

        if (stages.Builder is { } builder)
        {
            await foreach (var item in builder.RunAsync(engine, cancellation).ConfigureAwait(false)) yield return item;
        }

        if (stages.ManPages is { } pages)
        {
            await foreach (var item in pages.RunAsync(engine, cancellation).ConfigureAwait(false)) yield return item;
        }

        await foreach (var item in result.RunAsync(engine, stages.Build, cancellation).ConfigureAwait(false)) yield return item;
    }

    /// <summary>Removes the folder with the sources.</summary>
    public void Dispose() => stages?.Folder.Dispose();

    /// <summary>Everything that is to be done.</summary>
    /// <param name="Folder">Where the sources lie.</param>
    /// <param name="Fetched">What was asked of git.</param>
    /// <param name="BuildText">The build file.</param>
    /// <param name="Builder">The builder image; null when one was brought.</param>
    /// <param name="ManPages">The manual pages; null when there are none to make.</param>
    /// <param name="Build">The packages.</param>
    internal sealed record Stages(
        SourceFolder Folder, IReadOnlyList<string> Fetched, string BuildText, KeptImage? Builder, ManPages? ManPages, PackageBuild Build);
}
