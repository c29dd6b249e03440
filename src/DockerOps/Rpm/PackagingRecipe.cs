using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>
/// Today's packaging (docker-ce-packaging, <c>rpm/Makefile</c>): the builder has the spec files, and the sources are one
/// packed tar for each repository.
/// </summary>
internal static class PackagingRecipe
{
    /// <summary>Makes the recipe.</summary>
    /// <param name="tree">The packaging.</param>
    /// <param name="engine">A folder with the engine's sources, and the commit they are of.</param>
    /// <param name="cli">The same of the client.</param>
    /// <param name="spec">The packages.</param>
    /// <exception cref="DockerOpsException">NotFound: a spec file. InvalidInput: a component that is no part of it, a macro.</exception>
    public static DockerRecipe Make(DockerTree tree, (string Folder, string Commit) engine, (string Folder, string Commit) cli, DockerRpmSpec spec)
    {
        const string sources = RpmBuildText.Top + "/SOURCES";
        List<SentTree> trees = [new(new LocalTree(tree.Specs), "SPECS"), new(Sources(engine.Folder), "engine"), new(Sources(cli.Folder), "cli")];
        foreach (var units in (string[])[Path.Combine(tree.Packaging, "systemd"), Path.Combine(tree.Root, "systemd")])
        {
            if (Directory.Exists(units)) trees.Add(new SentTree(new LocalTree(units), "SOURCES"));
        }

        // A folder that is sent empty is there all the same.
        List<string> lines =
        [
            $"COPY SPECS {RpmBuildText.Top}/SPECS",
            .. trees.Exists(sent => sent.Root == "SOURCES") ? [$"COPY SOURCES {sources}"] : (string[])[],
            "COPY engine /engine",
            "COPY cli /cli",
            $"RUN mkdir -p {sources} && tar -c -z -f {sources}/engine.tgz --exclude .git -C / engine && tar -c -z -f {sources}/cli.tgz --exclude .git -C / cli",
        ];
        var (version, release) = spec.PackageVersion();
        Dictionary<string, string> defines = new()
        {
            ["_gitcommit_engine"] = spec.GitCommit ?? engine.Commit,
            ["_gitcommit_cli"] = spec.GitCommit ?? cli.Commit,
            ["_release"] = release,
            ["_version"] = version,
            ["_origversion"] = spec.PlainVersion,
        };
        foreach (var (name, value) in spec.Defines) defines[name] = value;
        IReadOnlyList<DockerRpmComponent> components = spec.Components.Count > 0 ? spec.Components : [DockerRpmComponent.Engine, DockerRpmComponent.Cli];
        lines.AddRange(components.Distinct().Select(component => RpmBuildText.RpmBuild("-ba", defines, $"{RpmBuildText.Top}/SPECS/{tree.Spec(SpecOf(component))}")));
        return new DockerRecipe(trees, lines);
    }

    private static LocalTree Sources(string folder) => new(folder, IgnoreRules.Parse(".git", folder));

    private static string SpecOf(DockerRpmComponent component) => component switch
    {
        DockerRpmComponent.Engine => "docker-ce.spec",
        DockerRpmComponent.Cli => "docker-ce-cli.spec",
        DockerRpmComponent.RootlessExtras => "docker-ce-rootless-extras.spec",
        _ => throw new DockerOpsException(FailureKind.InvalidInput, $"{component} is a package of engines up to 17.05; today's packaging has Engine, Cli and RootlessExtras.", component),
    };
}
