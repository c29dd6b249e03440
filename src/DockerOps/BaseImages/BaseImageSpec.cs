using System.Text.RegularExpressions;
using DockerOps.Containers;

namespace DockerOps.BaseImages;

/// <summary>A base image that is to be made of packages.</summary>
public sealed partial record BaseImageSpec
{
    private static readonly System.Buffers.SearchValues<char> NeverInNames = System.Buffers.SearchValues.Create("=\0\r\n\" ");

    /// <summary>The image's name. Its tag, when it has none, is the version in the target's <c>/etc/redhat-release</c>.</summary>
    public required ImageReference Name { get; init; }

    /// <summary>Groups of packages whose mandatory ones are installed: <c>Core</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Packages to install, as yum takes them: names, <c>e-smith*</c>.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Where they come from. Those that are not enabled are left out.</summary>
    public required IReadOnlyList<YumRepositoryDefinition> Repositories { get; init; }

    /// <summary>What <c>$releasever</c> stands for; null leaves it to yum.</summary>
    public string? ReleaseVersion { get; init; }

    /// <summary>The architecture of the packages as rpm names it: <c>x86_64</c>; null: the host's own.</summary>
    public string? Architecture { get; init; }

    /// <summary>What to take out at the end, in this order.</summary>
    public IReadOnlyList<MinimizeStep> Minimize { get; init; } = [];

    /// <summary>The command of containers that name none.</summary>
    public IReadOnlyList<string> Command { get; init; } = ["/bin/bash"];

    /// <summary>Environment variables of the image. They are part of it and no place for secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels of the image.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder on the host to work in; null: in memory where there is room, else in <c>/var/tmp</c>.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>The image of a container to work in, which has yum, rpm and tar; null: the host itself.</summary>
    public string? BuilderImage { get; init; }

    /// <summary>What that container sees of the host: a folder of packages.</summary>
    public IReadOnlyList<VolumeSpec> BuilderVolumes { get; init; } = [];

    /// <summary>Whether an image that fails its proof stays, with <c>-failed</c> behind its tag.</summary>
    public bool KeepFailed { get; init; }

    /// <summary>Finds what can be known to be wrong before any host is asked.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>.</exception>
    public void Check()
    {
        if (Name.IsId || Name.Digest is not null) throw Invalid($"'{Name}' is no name for a new image: give a repository, and a tag if you want.", Name);
        if (Groups.Count + Packages.Count == 0) throw Invalid("There is nothing to install: name a group or a package.", Name);
        foreach (var word in Groups.Concat(Packages).Where(word => !PackageRule().IsMatch(word))) throw Invalid($"'{word}' is not the name of a package or group.", word);
        if (!Repositories.Any(repository => repository.Enabled)) throw Invalid("No repository is enabled, so there is nothing to install from.", Name);
        foreach (var repository in Repositories) repository.ThrowIfInvalid();
        foreach (var word in new[] { ReleaseVersion, Architecture }.OfType<string>().Where(word => !WordRule().IsMatch(word)))
            throw Invalid($"'{word}' is not a release or an architecture: letters, digits, '.', '_' and '-' only.", word);
        if (TemporaryFolder is { } folder) CheckFolder(folder);
        if (BuilderImage is { } builder) _ = ImageReference.Parse(builder);
        else if (BuilderVolumes.Count > 0) throw Invalid("A volume is for the container that a builder image makes; there is none.", Name);
        if (BuilderImage is not null && Architecture is not null) throw Invalid("A builder image installs for its own architecture only.", Architecture);
        foreach (var (key, value) in Environment.Concat(Labels))
        {
            if (key.Length == 0 || key.AsSpan().ContainsAny(NeverInNames) || value.AsSpan().ContainsAny("\0\r\n"))
                throw Invalid($"The variable or label '{key}' cannot be set: a name is not empty and has neither '=', quotes nor spaces, and a value is one line.", key);
        }
    }

    /// <summary>Throws when the commands of a build could not work in a folder.</summary>
    internal static void CheckFolder(string folder)
    {
        if (!FolderRule().IsMatch(folder))
            throw Invalid($"'{folder}' cannot be worked in: give an absolute path of letters, digits, '.', '_' and '-', without '..'.", folder);
    }

    private static DockerOpsException Invalid(string message, object target) => new(FailureKind.InvalidInput, message, target);

    [GeneratedRegex("^[A-Za-z0-9_*?/@][A-Za-z0-9_.+*?:~/@ -]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex PackageRule();

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_.-]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex WordRule();

    [GeneratedRegex("^/(?!.*\\.\\.)[A-Za-z0-9_./-]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex FolderRule();
}
