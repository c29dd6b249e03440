using System.Security.Cryptography;
using System.Text;
using DockerOps.Engine;
using DockerOps.Files;
using DockerOps.Images;

namespace DockerOps.Rpm;

/// <summary>Makes a <see cref="DockerRpmPlan"/>: finds out whether there is anything to do, and gets the sources if there is.</summary>
internal sealed class DockerRpmPreparation(EngineClient engine, DockerRpmSpec spec, TransferMeter meter)
{
    private readonly GitCommands git = new();

    // Tags of the engine: v1.12.1, since 29 docker-v29.0.0 (moby).
    private IReadOnlyList<string> Tags => [.. ((string[])[$"v{spec.PlainVersion}", spec.PlainVersion, $"docker-v{spec.PlainVersion}"]).Distinct()];

    public async Task<DockerRpmPlan> RunAsync(CancellationToken cancellation)
    {
        spec.Check();
        meter.Status = "looking at the sources";
        var tag = await FindTagAsync(cancellation).ConfigureAwait(false);
        var builder = spec.BuilderImage is { } given ? await ImageList.FindAsync(engine, given.ToString(), cancellation).ConfigureAwait(false) : null;
        var source = tag?.Commit ?? await HashFolderAsync(cancellation).ConfigureAwait(false);
        var result = new PackageResult(spec.Destination, $"docker-{spec.Distribution}", Inputs(source, builder?.Id), spec.Force);
        if (await result.FindAsync(cancellation).ConfigureAwait(false) is { } there) return new DockerRpmPlan(engine, result, there);

        var folder = new SourceFolder();
        try
        {
            return new DockerRpmPlan(engine, result, await PrepareAsync(folder, tag, cancellation).ConfigureAwait(false));
        }
        catch (Exception e) when (e is DockerOpsException or OperationCanceledException)
        {
            folder.Dispose();
            throw;
        }
    }

    private async Task<DockerRpmPlan.Stages> PrepareAsync(SourceFolder folder, (string Tag, string Commit)? tag, CancellationToken cancellation)
    {
        var root = spec.Source;
        if (tag is { } at)
        {
            meter.Status = $"checking out {at.Tag}";
            root = folder.At("docker-engine");
            await git.CheckOutTagAsync(spec.Source, at.Tag, root, cancellation).ConfigureAwait(false);
        }

        var tree = DockerTree.Of(root);
        var architecture = spec.Architecture ?? (await engine.VersionAsync(cancellation).ConfigureAwait(false)).Architecture;
        var image = spec.BuilderImage ?? ImageReference.Parse($"{(tree.IsPackaging ? "docker-ce-packaging" : "dockercore")}/builder-rpm:{spec.Distribution}");
        var kept = spec.BuilderImage is null ? await BuilderAsync(tree, architecture, image, cancellation).ConfigureAwait(false) : null;
        var (recipe, pages) = tree.IsPackaging
            ? (await PackagingAsync(tree, folder, cancellation).ConfigureAwait(false), null)
            : await EngineAsync(tree, folder, spec.GitCommit ?? tag?.Commit[..7] ?? "unsupported", cancellation).ConfigureAwait(false);

        var remains = await BuildRemains.FindAsync(engine, cancellation).ConfigureAwait(false);
        var id = PackageBuild.NewId();
        var text = string.Concat(RpmBuildText.Begin(image, PackageBuild.MarkOf(id)).Concat(recipe.Lines).Select(line => line + "\n"));
        var context = new BuildContext(recipe.Trees, [new SentText("Dockerfile", text)]);
        var options = new ImageBuildSpec { Folder = root, Network = spec.Network };
        var build = new PackageBuild($"docker {spec.PlainVersion} for {spec.Distribution}", context, "Dockerfile", id, options, spec.Destination, spec.MaxSize, remains);
        return new DockerRpmPlan.Stages(folder, git.Done, text, kept, pages, build);
    }

    private Task<KeptImage> BuilderAsync(DockerTree tree, string architecture, ImageReference name, CancellationToken cancellation)
    {
        var folder = tree.Builder(spec.Distribution, architecture);
        return KeptImage.PrepareAsync(
            engine,
            new ImageBuildSpec
            {
                Folder = tree.IsPackaging ? tree.Packaging : folder,
                File = Path.Combine(folder, "Dockerfile"),
                Tags = [name],
                Arguments = spec.BuildArguments,
                Network = spec.Network,
                BuildKit = spec.BuildKit,
            },
            spec.Force, cancellation);
    }

    private async Task<(DockerRecipe Recipe, ManPages? Pages)> EngineAsync(DockerTree tree, SourceFolder folder, string commit, CancellationToken cancellation)
    {
        var ignored = File.Exists(Path.Combine(tree.Root, ".dockerignore")) ? tree.Read(".dockerignore") : "";
        var rules = IgnoreRules.Parse(ignored + "\n.git", Path.Combine(tree.Root, ".dockerignore"));
        var sources = new LocalTree(tree.Root, PackageResult.Without(rules, tree.Root, spec.Destination));
        var man = Directory.CreateDirectory(folder.At("man")).FullName;
        var pages = await ManPages.PrepareAsync(engine, tree, sources, man, spec, cancellation).ConfigureAwait(false);
        var (runc, containerd) = (folder.At("runc"), folder.At("containerd"));

        // What is wrong with the sources is told before anything more is fetched.
        var recipe = EngineRecipe.Make(tree, sources, pages is null ? null : man, runc, containerd, spec, commit);
        await FetchAsync(tree, "runc", "RUNC_COMMIT", spec.RuncCommit, spec.RuncSource, runc, cancellation).ConfigureAwait(false);
        await FetchAsync(tree, "containerd", "CONTAINERD_COMMIT", spec.ContainerdCommit, spec.ContainerdSource, containerd, cancellation).ConfigureAwait(false);
        return (recipe, pages);
    }

    private async Task FetchAsync(DockerTree tree, string name, string variable, string? given, string source, string folder, CancellationToken cancellation)
    {
        var commit = given ?? tree.Commit(variable) ?? throw new DockerOpsException(
            FailureKind.NotFound, $"The sources name no commit of {name} ({variable} in Dockerfile or hack/dockerfile/binaries-commits). Give one.", variable);
        meter.Status = $"fetching {name} {commit}";
        await git.CheckOutCommitAsync(source, commit, folder, cancellation).ConfigureAwait(false);
    }

    private async Task<DockerRecipe> PackagingAsync(DockerTree tree, SourceFolder folder, CancellationToken cancellation)
    {
        var engineSources = await ComponentAsync(tree, folder, "docker", spec.EngineSource, cancellation).ConfigureAwait(false);
        var cliSources = await ComponentAsync(tree, folder, "cli", spec.CliSource, cancellation).ConfigureAwait(false);
        return PackagingRecipe.Make(tree, engineSources, cliSources, spec);
    }

    // Where make has put it (docker-ce-packaging, Makefile), else from its repository.
    private async Task<(string Folder, string Commit)> ComponentAsync(DockerTree tree, SourceFolder folder, string name, string source, CancellationToken cancellation)
    {
        if (OwnSources(tree.Root, name) is { } own) return (own, "unsupported");
        var (tag, commit) = await git.FindTagAsync(source, Tags, cancellation).ConfigureAwait(false);
        meter.Status = $"checking out {name} {tag}";
        await git.CheckOutTagAsync(source, tag, folder.At(name), cancellation).ConfigureAwait(false);
        return (folder.At(name), commit[..7]);
    }

    private static string? OwnSources(string root, string name)
    {
        var folder = Path.Combine(root, "src", "github.com", "docker", name);
        return Directory.Exists(folder) ? folder : null;
    }

    // A repository is asked for its tag; a folder without git, or with today's packaging (which has no tags), is taken as it is.
    private async Task<(string Tag, string Commit)?> FindTagAsync(CancellationToken cancellation)
    {
        if (GitCommands.IsAddress(spec.Source)) return await git.FindTagAsync(spec.Source, Tags, cancellation).ConfigureAwait(false);
        if (LocalTree.Find(spec.Source) is not DirectoryInfo) throw new DockerOpsException(FailureKind.InvalidInput, $"'{spec.Source}' is a file. Give the folder with the sources.", spec.Source);
        var isRepository = GitCommands.IsRepository(spec.Source);
        if (isRepository && (File.Exists(Path.Combine(spec.Source, "HEAD")) || !DockerTree.Of(spec.Source).IsPackaging))
            return await git.FindTagAsync(spec.Source, Tags, cancellation).ConfigureAwait(false);

        var tree = DockerTree.Of(spec.Source);
        if (tree.IsPackaging || !File.Exists(Path.Combine(tree.Root, "VERSION")) || tree.Read("VERSION").Trim() is var version && version == spec.PlainVersion) return null;
        throw new DockerOpsException(FailureKind.Conflict, $"The sources in '{spec.Source}' are of version '{tree.Read("VERSION").Trim()}', not '{spec.PlainVersion}'.", spec.Version);
    }

    private Task<string> HashFolderAsync(CancellationToken cancellation) =>
        new BuildContext([new SentTree(new LocalTree(spec.Source, PackageResult.Without(IgnoreRules.Parse(".git", spec.Source), spec.Source, spec.Destination)), "")], []).HashAsync(cancellation);

    // Everything the packages depend on and that is not named by the sources themselves.
    private string Inputs(string source, string? builder)
    {
        string?[] parts =
        [
            source, builder, spec.PlainVersion, spec.Distribution, spec.Architecture, string.Join(',', spec.Components), spec.Release, spec.GitCommit,
            spec.RuncCommit, spec.ContainerdCommit, spec.RuncSource, spec.ContainerdSource, spec.EngineSource, spec.CliSource,
            spec.Experimental.ToString(), spec.ManPages.ToString(), .. Table(spec.Defines), "", .. Table(spec.BuildArguments),
        ];
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts)))).ToLowerInvariant();
    }

    private static IEnumerable<string> Table(IReadOnlyDictionary<string, string> values) =>
        values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}");
}
