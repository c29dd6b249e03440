using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Files;
using DockerOps.Images;

namespace DockerOps.Rpm;

/// <summary>
/// A build whose result is packages: an image is built, RPMS and SRPMS are streamed out of a container of it that never
/// runs, and both are removed. Everything has a name of this build alone, so that what is shown is what is called.
/// </summary>
internal sealed class PackageBuild
{
    /// <summary>The folders of what a build makes.</summary>
    public static readonly IReadOnlyList<string> Results = ["RPMS", "SRPMS"];

    private readonly ImageBuildPlan build;
    private readonly ContainerSpec container;
    private readonly string destination;
    private readonly long maxSize;
    private readonly IReadOnlyList<EngineRequest> remains;

    /// <param name="title">What is built, for progress and failures.</param>
    /// <param name="context">What the build is sent; its build file's text has the mark.</param>
    /// <param name="buildFile">The build file's name in it.</param>
    /// <param name="id">The build's own id, of <see cref="NewId"/>.</param>
    /// <param name="spec">Network and the like.</param>
    /// <param name="destination">The folder that gets RPMS and SRPMS.</param>
    /// <param name="maxSize">Bytes that the packages may have.</param>
    /// <param name="remains">The calls that remove what builds left whose client was killed.</param>
    public PackageBuild(
        string title, BuildContext context, string buildFile, string id, ImageBuildSpec spec, string destination, long maxSize, IReadOnlyList<EngineRequest> remains)
    {
        this.remains = remains;
        Image = ImageReference.Parse($"dockerops-rpm:{id}");
        Mark = MarkOf(id);
        container = new ContainerSpec { Image = Image.ToString(), Name = $"dockerops-rpm-{id}", Command = ["true"], Network = "none" };
        build = new ImageBuildPlan(title, Image.ToString(), context, ImageRequests.Build(spec with { Tags = [Image] }, buildFile, spec.Folder));
        this.destination = destination;
        this.maxSize = maxSize;
    }

    /// <summary>The name of the image while it is there.</summary>
    public ImageReference Image { get; }

    private string Mark { get; }

    /// <summary>Every call, in order.</summary>
    public IEnumerable<object> Steps =>
    [
        .. remains,
        build.Request,
        ContainerRequests.Create(container),
        .. Results.Select(result => $"{Read(result)} > {Path.Combine(destination, result)}"),
        ContainerRequests.Remove(container.Name!, force: true, volumes: true),
        RemoveImage,
    ];

    private EngineRequest RemoveImage => ImageRequests.Remove(Image.ToString(), force: true, keepParents: false);

    /// <summary>An id that no other build has.</summary>
    public static string NewId() => Convert.ToHexString(RandomNumberGenerator.GetBytes(6)).ToLowerInvariant();

    /// <summary>The label of everything a build makes.</summary>
    public static string MarkOf(string id) => $"{BuildRemains.Label}={BuildRemains.Mark(id)}";

    /// <summary>Builds. Yields the build's events, and a list of the packages in their place.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="mayReplace">Whether a package that is in the destination already may be replaced.</param>
    /// <param name="cancellation">Ends it; nothing of it stays on the engine.</param>
    public async IAsyncEnumerable<Event> RunAsync(
        EngineClient engine, Func<string, CancellationToken, Task<bool>> mayReplace, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (built, removed) = (false, false);
        foreach (var request in remains)
        {
            if (await ContainerRemoval.RunAsync(engine, request, cancellation).ConfigureAwait(false) is { } why)
                yield return new Warning($"Something that a build left behind stays on '{engine.Host}'. {why}");
        }

        try
        {
            await foreach (var item in ImageBuild.RunAsync(engine, build, cancellation).ConfigureAwait(false))
            {
                if (item is not Output<Image>) yield return item;
            }

            built = true;
            var meter = new TransferMeter { Status = "receiving packages" };
            var receiving = Watched.RunAsync($"Build {build.Title}", meter, stop => ReceiveAsync(engine, mayReplace, meter, stop), cancellation);
            await foreach (var item in receiving.ConfigureAwait(false))
            {
                if (item is Output<IReadOnlyList<RpmPackage>>)
                {
                    var left = await ContainerRemoval.RunAsync(engine, RemoveImage, cancellation).ConfigureAwait(false);
                    removed = true;
                    if (left is not null) yield return new Warning($"The image '{Image}' is left behind on '{engine.Host}'. {left}");
                }

                yield return item;
            }
        }
        finally
        {
            if (built && !removed) await ContainerRemoval.RunAsync(engine, RemoveImage, cancellation).ConfigureAwait(false);
            if (!built) await RemoveLeftAsync(engine, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<RpmPackage>> ReceiveAsync(
        EngineClient engine, Func<string, CancellationToken, Task<bool>> mayReplace, TransferMeter meter, CancellationToken cancellation)
    {
        await ContainerCreation.RunAsync(engine, container, cancellation).ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(destination);
            using var packages = Open(Results[0], 0);
            await FillAsync(engine, packages, Results[0], meter, cancellation).ConfigureAwait(false);
            using var sources = Open(Results[1], meter.Done);
            await FillAsync(engine, sources, Results[1], meter, cancellation).ConfigureAwait(false);

            List<RpmPackage> made = [.. await ReadAsync(packages, Results[0], cancellation).ConfigureAwait(false), .. await ReadAsync(sources, Results[1], cancellation).ConfigureAwait(false)];
            if (made.Count == 0) throw new DockerOpsException(FailureKind.CommandFailed, $"The build of '{build.Title}' on '{engine.Host}' ended well, but made no package.", build.Title);
            foreach (var path in made.Select(package => package.Path))
            {
                if (File.Exists(path) && !await mayReplace(path, cancellation).ConfigureAwait(false))
                    throw new DockerOpsException(FailureKind.Conflict, $"'{path}' exists already and is not what a build here has left. Use -Force to replace it, or another folder.", path);
            }

            packages.Commit(overwrite: true);
            sources.Commit(overwrite: true);
            return made;
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, destination);
        }
        finally
        {
            await ContainerRemoval.RunAsync(engine, ContainerRequests.Remove(container.Name!, force: true, volumes: true), cancellation).ConfigureAwait(false);
        }
    }

    private ReceivedFolder Open(string result, long used)
    {
        var target = Path.Combine(destination, result);
        return new ReceivedFolder(target, PartialFile.PartialOf(target)) { Limit = maxSize, Used = used };
    }

    private async Task FillAsync(EngineClient engine, ReceivedFolder folder, string result, TransferMeter meter, CancellationToken cancellation)
    {
        await using var body = await engine.OpenAsync(Read(result), cancellation).ConfigureAwait(false);
        await using var buffered = new BufferedStream(body, 64 * 1024);
        await folder.FillAsync(new TarInput(buffered, $"What '{engine.Host}' sent of the packages of '{build.Title}'"), meter, cancellation).ConfigureAwait(false);
        // A builder that puts such things beside packages is not to be trusted with the rest.
        if (folder.LeftOut is [var first, ..])
            throw new DockerOpsException(FailureKind.Corrupt, $"Among the packages of '{build.Title}' is something that does not belong there: {first} Nothing was copied.", build.Title);
    }

    private EngineRequest Read(string result) => CopyRequests.Read(container.Name!, $"{RpmBuildText.Top}/{result}/.");

    // Read while they are still aside: a damaged package never gets its place.
    private async Task<List<RpmPackage>> ReadAsync(ReceivedFolder folder, string result, CancellationToken cancellation)
    {
        var packages = new List<RpmPackage>();
        foreach (var file in Directory.EnumerateFiles(folder.PartialPath, "*" + RpmPackageReader.Extension, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var package = await RpmPackageReader.ReadAsync(file, cancellation).ConfigureAwait(false);
            packages.Add(package with { Path = Path.Combine(destination, result, Path.GetRelativePath(folder.PartialPath, file)) });
        }

        return packages;
    }

    // What the steps before the failed one made. While the engine still ends the step, it holds on to them.
    private Task RemoveLeftAsync(EngineClient engine, CancellationToken cancellation)
    {
        var removing = RemoveLeftAsync(engine);
        return cancellation.IsCancellationRequested ? ContainerRemoval.SoonAsync(removing) : removing.ContinueWith(done => _ = done.Exception, TaskScheduler.Default);
    }

    private async Task RemoveLeftAsync(EngineClient engine)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var left = await ImageList.ReadAsync(engine, [Mark], dangling: true, CancellationToken.None).ConfigureAwait(false);
            foreach (var image in left)
                await ContainerRemoval.RunAsync(engine, ImageRequests.Remove(image.Id, force: true, keepParents: false), CancellationToken.None).ConfigureAwait(false);
            if (left.Count == 0 && tries > 0) return;
            await Task.Delay(200).ConfigureAwait(false);
        }
    }
}
