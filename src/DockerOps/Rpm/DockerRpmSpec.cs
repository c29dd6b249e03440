using System.Text.RegularExpressions;

namespace DockerOps.Rpm;

/// <summary>Packages of Docker itself that are to be made of its own sources.</summary>
public sealed partial record DockerRpmSpec
{
    /// <summary>Docker's sources up to 17.05, or today's docker-ce-packaging: a folder (a full path), or the address of a git repository.</summary>
    public required string Source { get; init; }

    /// <summary>The version, <c>1.12.1</c>: the tag of a repository, the content of <c>VERSION</c> in a plain folder.</summary>
    public required string Version { get; init; }

    /// <summary>The distribution to build for, by the name of its folder in the sources: <c>centos-7</c>.</summary>
    public required string Distribution { get; init; }

    /// <summary>The folder here that gets <c>RPMS</c> and <c>SRPMS</c>, a full path.</summary>
    public required string Destination { get; init; }

    /// <summary>What is packed; empty: the engine, and its SELinux policy where the sources have one for the distribution.</summary>
    public IReadOnlyList<DockerRpmComponent> Components { get; init; } = [];

    /// <summary>The folder of builders below <c>contrib/builder/rpm</c>, in Go's spelling; null: the engine's own architecture.</summary>
    public string? Architecture { get; init; }

    /// <summary>An image on the engine to build in; null: the one the sources have a Dockerfile for.</summary>
    public ImageReference? BuilderImage { get; init; }

    /// <summary>The commit of runc; null: the one the sources name.</summary>
    public string? RuncCommit { get; init; }

    /// <summary>The commit of containerd; null: the one the sources name.</summary>
    public string? ContainerdCommit { get; init; }

    /// <summary>The repository of runc.</summary>
    public string RuncSource { get; init; } = "https://github.com/opencontainers/runc.git";

    /// <summary>The repository of containerd.</summary>
    public string ContainerdSource { get; init; } = "https://github.com/containerd/containerd.git";

    /// <summary>The engine's repository, for today's packaging.</summary>
    public string EngineSource { get; init; } = "https://github.com/moby/moby.git";

    /// <summary>The client's repository, for today's packaging.</summary>
    public string CliSource { get; init; } = "https://github.com/docker/cli.git";

    /// <summary>The packages' release; null: 1, or what a release candidate needs to sort before its release.</summary>
    public string? Release { get; init; }

    /// <summary>The commit the binaries tell; null: that of the tag.</summary>
    public string? GitCommit { get; init; }

    /// <summary>Whether experimental features are built in (up to 1.12).</summary>
    public bool Experimental { get; init; }

    /// <summary>Whether the manual pages are made first, where the sources can.</summary>
    public bool ManPages { get; init; } = true;

    /// <summary>More macros for rpmbuild.</summary>
    public IReadOnlyDictionary<string, string> Defines { get; init; } = new Dictionary<string, string>();

    /// <summary>Values for the <c>ARG</c>s of the builder's Dockerfile.</summary>
    public IReadOnlyDictionary<string, string> BuildArguments { get; init; } = new Dictionary<string, string>();

    /// <summary>The network of all builds; null: the engine's own default.</summary>
    public string? Network { get; init; }

    /// <summary>Whether the engine's BuildKit makes the builder image, for Dockerfiles that its classic builder refuses.</summary>
    public bool BuildKit { get; init; }

    /// <summary>Bytes that all packages may have.</summary>
    public long MaxSize { get; init; } = RpmBuildSpec.UsualMaxSize;

    /// <summary>Whether everything is built although nothing has changed.</summary>
    public bool Force { get; init; }

    /// <summary>The version without a leading v.</summary>
    public string PlainVersion => Version.StartsWith('v') ? Version[1..] : Version;

    /// <summary>
    /// The packages' version and release. A release candidate sorts before its release, and no dash may stand in either
    /// (moby, <c>hack/make/build-rpm</c>): <c>1.13.0-rc2</c> is version 1.13.0, release 0.2.rc2.
    /// </summary>
    public (string Version, string Release) PackageVersion()
    {
        var match = Candidate().Match(PlainVersion);
        var version = (match.Success ? match.Groups["version"].Value : PlainVersion).Replace('-', '.');
        return (version, Release ?? (match.Success ? $"0.{match.Groups["number"].Value}.rc{match.Groups["number"].Value}" : "1"));
    }

    /// <summary>Finds what makes no sense before anything is done.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>.</exception>
    internal void Check()
    {
        if (!VersionRule().IsMatch(Version)) throw Wrong(Version, "is no version: 1.12.1, 17.03.0-ce, 1.13.0-rc2");
        if (!NameRule().IsMatch(Distribution)) throw Wrong(Distribution, "is no distribution: the name of a folder such as centos-7");
        if (Architecture is not null && !NameRule().IsMatch(Architecture)) throw Wrong(Architecture, "is no architecture: amd64, arm64");
        if (Release is not null && !ReleaseRule().IsMatch(Release)) throw Wrong(Release, "is no release: digits, letters, '.' and '_'");
        foreach (var commit in (string?[])[RuncCommit, ContainerdCommit])
        {
            if (commit is not null) GitCommands.Commit(commit);
        }
    }

    private static DockerOpsException Wrong(string value, string why) => new(FailureKind.InvalidInput, $"'{ArchiveText.Shown(value)}' {why}.", value);

    [GeneratedRegex(@"^(?<version>.*)-rc(?<number>\d+)\z")]
    private static partial Regex Candidate();

    [GeneratedRegex(@"^v?\d[0-9A-Za-z.+~-]*\z")]
    private static partial Regex VersionRule();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex NameRule();

    [GeneratedRegex(@"^[A-Za-z0-9._+~]+\z")]
    private static partial Regex ReleaseRule();
}
