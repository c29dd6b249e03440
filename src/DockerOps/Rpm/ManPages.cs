using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Files;
using DockerOps.Images;

namespace DockerOps.Rpm;

/// <summary>
/// The manual pages of the engine's sources, as <c>make manpages</c> has them made: an image of <c>man/Dockerfile</c>, and a
/// container of it that has the sources in its working folder. Here they are copied in, and the pages out, so that the engine may
/// be anywhere.
/// </summary>
internal sealed partial class ManPages
{
    private const string UsualFolder = "/go/src/github.com/docker/docker";
    private readonly KeptImage image;
    private readonly SentTree sources;
    private readonly ContainerSpec container;
    private readonly string folder;
    private readonly string target;

    private ManPages(KeptImage image, SentTree sources, ContainerSpec container, string folder, string target)
    {
        this.image = image;
        this.sources = sources;
        this.container = container;
        this.folder = folder;
        this.target = target;
    }

    /// <summary>Every call, in order.</summary>
    public IEnumerable<object> Steps
    {
        get
        {
            var run = RunPlan.For(container, keep: false);
            return [.. image.Steps, run.Create, Write(ContainerRequests.LaterId), run.Attach, run.Start, run.Wait, $"{Read(ContainerRequests.LaterId)} > {target}", run.Remove];
        }
    }

    /// <summary>Looks at the sources. Null: they make no pages, or bring them.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="tree">The sources.</param>
    /// <param name="sources">What of them is sent.</param>
    /// <param name="target">The folder here that gets the pages.</param>
    /// <param name="spec">The packages that are made.</param>
    /// <param name="cancellation">Ends the look.</param>
    public static async Task<ManPages?> PrepareAsync(
        EngineClient engine, DockerTree tree, LocalTree sources, string target, DockerRpmSpec spec, CancellationToken cancellation)
    {
        var man = Path.Combine(tree.Root, "man");
        if (!spec.ManPages || !File.Exists(Path.Combine(man, "Dockerfile")) || Directory.Exists(Path.Combine(man, "man1"))) return null;
        var text = tree.Read("man/Dockerfile");
        var image = await KeptImage.PrepareAsync(
            engine,
            new ImageBuildSpec
            {
                // Which folder the build may use changed with 1.13; both write it in the Makefile.
                Folder = WholeTree().IsMatch(File.Exists(Path.Combine(tree.Root, "Makefile")) ? tree.Read("Makefile") : "") ? tree.Root : man,
                File = Path.Combine(man, "Dockerfile"),
                Tags = [ImageReference.Parse("docker-manpage-dev:latest")],
                Network = spec.Network,
            },
            spec.Force, cancellation).ConfigureAwait(false);
        var folder = WorkingFolder().Matches(text) is { Count: > 0 } found ? found[^1].Groups[1].Value.TrimEnd('/') : UsualFolder;
        var id = PackageBuild.NewId();
        var container = new ContainerSpec
        {
            Image = image.Name.ToString(),
            Name = $"dockerops-man-{id}",
            Network = spec.Network,
            Labels = new Dictionary<string, string> { [BuildRemains.Label] = BuildRemains.Mark(id) },
        };
        return new ManPages(image, new SentTree(sources, ""), container, folder, target);
    }

    /// <summary>Makes them. Yields the events of the build, then of the run.</summary>
    /// <exception cref="DockerOpsException">CommandFailed: the image's build, or the script that makes the pages; the message has the last lines.</exception>
    public async IAsyncEnumerable<Event> RunAsync(EngineClient engine, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var item in image.RunAsync(engine, cancellation).ConfigureAwait(false)) yield return item;
        var events = ContainerRun.RunAsync(
            engine, container, keep: false, timeout: null, (id, stop) => FillAsync(engine, id, stop), (id, stop) => CollectAsync(engine, id, stop), cancellation);
        await foreach (var item in events.ConfigureAwait(false))
        {
            if (item is not Output<CommandResult> { Value: var result }) yield return item;
            else if (!result.Success) throw Failed(engine.Host, result);
        }
    }

    private async Task FillAsync(EngineClient engine, string id, CancellationToken cancellation)
    {
        using var content = new TreeContent([sources], [], new TransferMeter());
        using var response = await engine.SendAsync(Write(id), content, cancellation).ConfigureAwait(false);
    }

    private async Task CollectAsync(EngineClient engine, string id, CancellationToken cancellation)
    {
        await using var body = await engine.OpenAsync(Read(id), cancellation).ConfigureAwait(false);
        await using var buffered = new BufferedStream(body, 64 * 1024);
        using var pages = new ReceivedFolder(target, PartialFile.PartialOf(target));
        await pages.FillAsync(new TarInput(buffered, $"What '{engine.Host}' sent of the manual pages"), new TransferMeter(), cancellation).ConfigureAwait(false);
        pages.Commit(overwrite: true);
    }

    private EngineRequest Write(string id) => CopyRequests.Write(id, folder, "the sources");

    private EngineRequest Read(string id) => CopyRequests.Read(id, folder + "/man/.");

    private static DockerOpsException Failed(DockerHost host, CommandResult result)
    {
        var last = (result.ErrorOutput.Length > 0 ? result.ErrorOutput : result.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(5);
        return new DockerOpsException(
            FailureKind.CommandFailed,
            $"Making the manual pages on '{host}' ended with exit code {result.ExitCode}:{string.Concat(last.Select(line => Environment.NewLine + "    " + ArchiveText.Shown(line)))}", result.Command is [var first, ..] ? first : null);
    }

    [GeneratedRegex(@"^\t.*docker build .*man/\S*\s+\.\s*$", RegexOptions.Multiline)]
    private static partial Regex WholeTree();

    [GeneratedRegex(@"^\s*WORKDIR\s+(/\S+)\s*$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex WorkingFolder();
}
