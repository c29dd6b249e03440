using DockerOps.Engine;
using DockerOps.Files;
using DockerOps.Images;

namespace DockerOps.Rpm;

/// <summary>A build of packages that is ready: what will be built and how, or that nothing has changed since it was.</summary>
public sealed class RpmBuildPlan
{
    private const string BuildFile = "Dockerfile";
    private readonly EngineClient engine;
    private readonly PackageResult result;
    private readonly PackageBuild? build;
    private readonly IReadOnlyList<RpmPackage> there;

    private RpmBuildPlan(EngineClient engine, PackageResult result, PackageBuild? build, IReadOnlyList<RpmPackage> there, string text)
    {
        this.engine = engine;
        this.result = result;
        this.build = build;
        this.there = there;
        BuildText = text;
    }

    /// <summary>Whether the packages are there and nothing they were made of has changed: running does nothing.</summary>
    public bool IsUnchanged => build is null;

    /// <summary>The build file.</summary>
    public string BuildText { get; }

    /// <summary>What will be done, in order; nothing when <see cref="IsUnchanged"/>.</summary>
    public IReadOnlyList<object> Steps => build is null ? [] : [PackageResult.Show(BuildFile, BuildText), .. build.Steps];

    /// <summary>Looks at the sources and the builder image, changing nothing.</summary>
    /// <exception cref="DockerOpsException">NotFound: spec file, sources, builder image. InvalidInput: a define, a <c>.dockerignore</c>. Unreachable.</exception>
    public static async Task<RpmBuildPlan> PrepareAsync(EngineClient engine, RpmBuildSpec spec, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(spec);
        var folder = spec.SourceFolder();
        var sources = new LocalTree(folder, PackageResult.Without(BuildContext.Ignored(folder), folder, spec.Destination));
        var name = Path.GetFileName(spec.SpecFile);
        var image = await ImageList.FindAsync(engine, spec.BuilderImage.ToString(), cancellation).ConfigureAwait(false);

        BuildContext Context(string text) => new(
            [new SentTree(sources, "rpmbuild/SOURCES"), new SentTree(new LocalTree(spec.SpecFile), $"rpmbuild/SPECS/{name}")], [new SentText(BuildFile, text)]);
        var hash = await Context($"{Text(spec, name, "")}\n{image.Id}").HashAsync(cancellation).ConfigureAwait(false);
        var result = new PackageResult(spec.Destination, Path.GetFileNameWithoutExtension(name), hash, spec.Force);
        if (await result.FindAsync(cancellation).ConfigureAwait(false) is { } there) return new RpmBuildPlan(engine, result, null, there, Text(spec, name, ""));

        var remains = await BuildRemains.FindAsync(engine, cancellation).ConfigureAwait(false);
        var id = PackageBuild.NewId();
        var text = Text(spec, name, PackageBuild.MarkOf(id));
        var options = new ImageBuildSpec { Folder = folder, Network = spec.Network };
        return new RpmBuildPlan(engine, result, new PackageBuild(name, Context(text), BuildFile, id, options, spec.Destination, spec.MaxSize, remains), [], text);
    }

    /// <summary>
    /// Builds. Yields progress, the builder's words as <see cref="Note"/>s, warnings, and each <see cref="RpmPackage"/>. Neither container nor
    /// image stays on the engine, whatever happens.
    /// </summary>
    /// <exception cref="DockerOpsException">
    /// CommandFailed: rpmbuild failed; the message has its last lines. Conflict: a package of that name is there that no
    /// build of this module left. Corrupt: what came out of the container is not to be trusted. NoSpace: the disk, or more bytes
    /// than <see cref="RpmBuildSpec.MaxSize"/>. Unreachable, EngineError.
    /// </exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation) =>
        build is null ? result.TellAsync(there) : result.RunAsync(engine, build, cancellation);

    private static string Text(RpmBuildSpec spec, string name, string mark)
    {
        var kind = spec.Kind switch { RpmBuildKind.Binary => "-bb", RpmBuildKind.Source => "-bs", _ => "-ba" };
        return string.Concat(((string[])
        [
            .. RpmBuildText.Begin(spec.BuilderImage, mark),
            $"COPY rpmbuild {RpmBuildText.Top}",
            RpmBuildText.RpmBuild(kind, spec.Defines.OrderBy(define => define.Key, StringComparer.Ordinal), $"{RpmBuildText.Top}/SPECS/{name}"),
        ]).Select(line => line + "\n"));
    }
}
