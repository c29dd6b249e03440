using System.Security.Cryptography;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Hosts;
using DockerOps.Images;

namespace DockerOps.BaseImages;

/// <summary>The commands and calls of one build, in order. What is shown as the plan and what is then run are these.</summary>
internal sealed class BuildSteps
{
    /// <summary>Stands in a plan for a tag that only the finished root tells.</summary>
    public const string LaterTag = "VERSION";

    // No digit of a hexadecimal number.
    private const string ContainerMark = "in";

    private readonly BaseImageSpec spec;
    private readonly BuildHostFacts facts;
    private readonly DockerHost host;
    private readonly HostShell? root;

    /// <param name="spec">What to make.</param>
    /// <param name="facts">What there is to make it with.</param>
    /// <param name="host">The host.</param>
    /// <param name="root">Its shell, as root; null: in a container.</param>
    /// <param name="build">The build's id, of <see cref="NewId"/>.</param>
    public BuildSteps(BaseImageSpec spec, BuildHostFacts facts, DockerHost host, HostShell? root, string build)
    {
        this.spec = spec;
        this.facts = facts;
        this.host = host;
        this.root = root;
        Build = build;
        Temporary = $"{BuildScripts.Prefix}:{build}";
    }

    /// <summary>The build's id.</summary>
    public string Build { get; }

    /// <summary>The name the image has until it is proved, so that a good one of the final name is never replaced by a bad one.</summary>
    public string Temporary { get; }

    /// <summary>
    /// Whether the root is piped on the host. Over ssh it would otherwise cross the network twice, here and back; on this
    /// machine, and where the host has no docker client, it goes through this process into the engine's own call.
    /// </summary>
    public bool PipesOnHost => root is { IsLocal: false } && facts.HasDocker;

    /// <summary>All of it, as it is shown.</summary>
    public IReadOnlyList<object> All =>
        [.. Preparation, .. Installation, .. Finishing, .. Import, .. Proof, .. Naming(spec.Name.Tag ?? LaterTag), .. Builder is null ? Array.Empty<object>() : [RemoveBuilder]];

    public IReadOnlyList<object> Preparation =>
    [
        .. Builder is { } builder ? (object[])[ContainerRequests.Create(builder), AttachBuilder, StartBuilder] : [.. Shown(KeepFolder)],
        .. Shown(PrepareRoot, $" < the configuration of {string.Join(", ", EnabledRepositories)}"),
    ];

    public IReadOnlyList<object> Installation => Shown(Install);

    public IReadOnlyList<object> Finishing => Shown(Finish);

    public IReadOnlyList<object> Import => PipesOnHost ? Shown(PipedImport) : root is null ? [.. Shown(Tar), Create] : [Create];

    public IReadOnlyList<object> Proof => RunPlan.For(ProofContainer, keep: false).Steps;

    /// <summary>The container to work in. It sees the host's network, as yum on the host would.</summary>
    public ContainerSpec? Builder => spec.BuilderImage is null ? null : new()
    {
        Image = spec.BuilderImage,
        Name = BuilderName(Build),
        Entrypoint = BuildScripts.HoldContainer(facts.Folder.Length == 0 ? "/" : facts.Folder, Build),
        User = "0",
        Network = "host",
        Volumes = spec.BuilderVolumes,
        Labels = new Dictionary<string, string> { [BuildScripts.Label] = Build },
        ReadsInput = true,
    };

    /// <summary>Joins the container's input, which nothing is written to, and its output.</summary>
    public EngineRequest AttachBuilder => ContainerRequests.Attach(BuilderName(Build), writes: true);

    public EngineRequest StartBuilder => ContainerRequests.Start(BuilderName(Build));

    public EngineRequest RemoveBuilder => ContainerRequests.Remove(BuilderName(Build), force: true, volumes: true);

    public IReadOnlyList<string> KeepFolder => BuildScripts.KeepFolder(facts.Folder, facts.MemoryKilobytes, Build);

    public IReadOnlyList<string> PrepareRoot => BuildScripts.Prepare(Work, Configuration.Length);

    public IReadOnlyList<string> Finish => BuildScripts.Finish(Work, spec.Minimize);

    public IReadOnlyList<string> Tar => BuildScripts.Tar(Work);

    /// <summary>Installs. The names of yum's messages and the way it shows them must not depend on the host's language.</summary>
    public IReadOnlyList<string> Install
    {
        get
        {
            List<string> words =
            [
                "env", "LC_ALL=C", "PYTHONUNBUFFERED=1", facts.Manager, "-c", Work + "/yum.conf", $"--installroot={Work}/root",
                "--setopt=tsflags=nodocs", "--setopt=group_package_types=mandatory", "-y",
            ];
            if (spec.ReleaseVersion is { } release) words.Add("--releasever=" + release);
            if (spec.Architecture is { } architecture && facts.Manager == "dnf") words.Add("--forcearch=" + architecture);

            // dnf 5 has no groupinstall and knows groups by their ids only.
            return [.. words, "install", "--", .. spec.Groups.Select(group => "@" + InEitherCase(group)), .. spec.Packages];
        }
    }

    public IReadOnlyList<string> PipedImport => BuildScripts.PipeInto(
        Work, ["docker", "--host", "unix://" + host.SocketPath, "import", .. Changes.SelectMany(change => new[] { "--change", change }), "-", Temporary]);

    public EngineRequest Create => EngineRequest.Post(
        "/images/create",
        // The tag stands in the name: of the parameter tag podman takes no notice.
        [("fromSrc", "-"), ("repo", Temporary), .. Changes.Select(change => ("changes", (string?)change))]) with { Source = root?.Show(Tar) ?? "its output" };

    public ContainerSpec ProofContainer => new()
    {
        Image = Temporary,
        Command = ["echo", "success"],
        Labels = new Dictionary<string, string> { [BuildScripts.Label] = Build },
        Network = "none",
    };

    /// <summary>The configuration yum gets: the enabled repositories, and nothing of the host's own. dnf 5 has another option for root's cache.</summary>
    public byte[] Configuration => System.Text.Encoding.UTF8.GetBytes(YumConfiguration.Of(
        spec.Repositories.Where(repository => repository.Enabled),
        [new("plugins", "0"), new("reposdir", "/dev/null"), new("keepcache", "0"), new("cachedir", "/.build/cache"), new("system_cachedir", "/.build/cache"), new("logdir", "/.build"), new("logfile", "/.build/yum.log"), new("gpgcheck", "1")]).ToString());

    /// <summary>Gives the image its name and takes the temporary one away.</summary>
    public IReadOnlyList<EngineRequest> Naming(string tag) =>
        [ImageRequests.Tag(Temporary, Final(tag)), ImageRequests.Remove(Temporary, force: false, keepParents: true)];

    /// <summary>An id that no other build has.</summary>
    /// <param name="inContainer">Whether it works in a container.</param>
    public static string NewId(bool inContainer) => (inContainer ? ContainerMark : "") + Hex.Lower(RandomNumberGenerator.GetBytes(6));

    /// <summary>Whether a build works in a container, by its id.</summary>
    public static bool IsInContainer(string build) => build.StartsWith(ContainerMark, StringComparison.Ordinal);

    /// <summary>A command for the container.</summary>
    public static ExecOptions Inside(IReadOnlyList<string> command, bool readsInput = false) => new() { Command = command, ReadsInput = readsInput };

    /// <summary>The name of the container a build works in.</summary>
    public static string BuilderName(string build) => $"{BuildScripts.Prefix}-{build}";

    /// <summary>The image's final name.</summary>
    public ImageReference Final(string tag) => ImageReference.Parse(spec.Name.Repository + ":" + tag);

    private string Work => $"{(facts.Folder.Length == 0 ? "" : facts.Folder)}/{BuildScripts.Prefix}-{Build}";

    private IEnumerable<string> EnabledRepositories => spec.Repositories.Where(repository => repository.Enabled).Select(repository => repository.Id);

    // The instructions of a Dockerfile, as POST /images/create takes them (moby, api/swagger.yaml, ImageCreate, changes).
    private IEnumerable<string> Changes =>
    [
        .. spec.Command.Count == 0 ? Array.Empty<string>() : ["CMD [" + string.Join(", ", spec.Command.Select(Json)) + "]"],
        .. spec.Environment.Select(pair => $"ENV {pair.Key}={Quoted(pair.Value)}"),
        .. spec.Labels.Select(pair => $"LABEL \"{pair.Key}\"={Quoted(pair.Value)}"),
    ];

    private IReadOnlyList<object> Shown(IReadOnlyList<string> command, string input = "") => root is not null
        ? [$"{root.Show(command)} on {host}{input}"]
        : [ExecRequests.Create(BuilderName(Build), Inside(command, input.Length > 0)), ExecRequests.Start(ExecRequests.UnknownId) + input];

    // dnf 5 minds the case of an id, which is mostly a name in lower case (core of Core); yum and dnf 4 do not. All take patterns.
    private static string InEitherCase(string group) => group.Contains('[', StringComparison.Ordinal) ? group.ToLowerInvariant()
        : string.Concat(group.Select(c => char.IsAsciiLetterUpper(c) ? $"[{c}{char.ToLowerInvariant(c)}]" : c.ToString()));

    private static string Json(string word) => "\"" + System.Text.Json.JsonEncodedText.Encode(word, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";

    private static string Quoted(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal) + "\"";
}
