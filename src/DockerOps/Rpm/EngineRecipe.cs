using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>
/// The engine's own packaging up to 17.05 (moby, <c>hack/make/build-rpm</c>): runc and containerd are built and installed in the
/// container, then one tar of all three sources goes through rpmbuild.
/// </summary>
internal static class EngineRecipe
{
    private const string Sources = "/usr/src/docker-engine";
    private const string Runc = "/go/src/github.com/opencontainers/runc";
    private const string Containerd = "/go/src/github.com/docker/containerd";

    /// <summary>The components that the sources have, for a distribution.</summary>
    public static IReadOnlyList<DockerRpmComponent> Usual(DockerTree tree, string distribution) =>
        File.Exists(Path.Combine(tree.Specs, SpecOf(DockerRpmComponent.SELinux))) && Policy(tree, distribution) is not null && HasSystemd(distribution)
            ? [DockerRpmComponent.Engine, DockerRpmComponent.SELinux]
            : [DockerRpmComponent.Engine];

    /// <summary>Makes the recipe.</summary>
    /// <param name="tree">The sources.</param>
    /// <param name="sources">What of them is sent.</param>
    /// <param name="man">A folder with manual pages that belong into them, or null.</param>
    /// <param name="runc">A folder with runc's sources.</param>
    /// <param name="containerd">A folder with containerd's sources.</param>
    /// <param name="spec">The packages.</param>
    /// <param name="gitCommit">The commit the binaries tell.</param>
    /// <exception cref="DockerOpsException">NotFound: a spec file, or the policy. InvalidInput: a component of today's packaging, a macro.</exception>
    public static DockerRecipe Make(DockerTree tree, LocalTree sources, string? man, string runc, string containerd, DockerRpmSpec spec, string gitCommit)
    {
        List<SentTree> trees = [new(sources, "docker-engine"), new(new LocalTree(runc), "runc"), new(new LocalTree(containerd), "containerd")];
        if (man is not null) trees.Add(new SentTree(new LocalTree(man, IgnoreRules.Parse("*\n!man1\n!man5\n!man8", man)), "docker-engine/man"));
        List<string> lines =
        [
            $"COPY runc {Runc}",
            $"COPY containerd {Containerd}",
            $"COPY docker-engine {Sources}",
        ];
        if (spec.Experimental) lines.Add("ENV DOCKER_EXPERIMENTAL 1");
        lines.Add($"RUN set -x && export GOPATH=/go && cd {Runc} && make BUILDTAGS=\"$RUNC_BUILDTAGS\" && make install");
        lines.Add($"RUN set -x && export GOPATH=/go && cd {Containerd} && make && make install");
        lines.Add(
            $"RUN set -x && mkdir -p {RpmBuildText.Top}/SOURCES && ln -sfv {Sources}/hack/make/.build-rpm {RpmBuildText.Top}/SPECS"
            + $" && tar --exclude .git -c -f {RpmBuildText.Top}/SOURCES/docker-engine.tar -C /usr/src docker-engine -C /go/src/github.com/docker containerd -C /go/src/github.com/opencontainers runc"
            + $" && gzip {RpmBuildText.Top}/SOURCES/docker-engine.tar");
        var components = spec.Components.Count > 0 ? spec.Components : Usual(tree, spec.Distribution);
        foreach (var component in components.Distinct()) lines.AddRange(Build(tree, spec, component, gitCommit));
        return new DockerRecipe(trees, lines);
    }

    private static IEnumerable<string> Build(DockerTree tree, DockerRpmSpec spec, DockerRpmComponent component, string gitCommit)
    {
        var file = tree.Spec(SpecOf(component));
        var (version, release) = spec.PackageVersion();
        Dictionary<string, string> defines = new()
        {
            ["_gitcommit"] = gitCommit,
            ["_release"] = release,
            ["_version"] = version,
            ["_origversion"] = spec.PlainVersion,
        };
        if (component == DockerRpmComponent.Engine) defines["_experimental"] = spec.Experimental ? "1" : "0";
        else
        {
            var policy = Policy(tree, spec.Distribution) ?? throw new DockerOpsException(FailureKind.NotFound, "The sources have no folder docker-engine-selinux in contrib.", component);
            yield return $"RUN tar -c -z -f {RpmBuildText.Top}/SOURCES/docker-engine-selinux.tar.gz -C {Sources}/{policy} docker-engine-selinux";
        }

        foreach (var (name, value) in spec.Defines) defines[name] = value;
        yield return RpmBuildText.RpmBuild("-ba", defines, $"{RpmBuildText.Top}/SPECS/{file}");
    }

    private static string SpecOf(DockerRpmComponent component) => component switch
    {
        DockerRpmComponent.Engine => "docker-engine.spec",
        DockerRpmComponent.SELinux => "docker-engine-selinux.spec",
        _ => throw new DockerOpsException(FailureKind.InvalidInput, $"{component} is a package of today's docker-ce-packaging; the engine's own sources have Engine and SELinux.", component),
    };

    // Fedora's policy language went ahead with 24, and has a folder of its own from 1.12.2 on.
    private static string? Policy(DockerTree tree, string distribution)
    {
        string[] folders = distribution is "fedora-24" or "fedora-25"
            ? ["contrib/selinux-fedora-24", "contrib/selinux", "contrib"]
            : ["contrib/selinux", "contrib"];
        return Array.Find(folders, folder => Directory.Exists(Path.Combine(tree.Root, folder, "docker-engine-selinux")));
    }

    // The policy names systemd's things: no opensuse, and no release before 7 (moby, hack/make/build-rpm).
    private static bool HasSystemd(string distribution)
    {
        var release = distribution[(distribution.LastIndexOf('-') + 1)..].Split('.')[0];
        return !distribution.StartsWith("opensuse", StringComparison.Ordinal) && (!int.TryParse(release, out var number) || number > 6);
    }
}
