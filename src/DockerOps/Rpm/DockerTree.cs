using System.Text.RegularExpressions;
using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>
/// Docker's sources, as far as packages are made of them. Two layouts: that of the engine up to 17.05, with builders in
/// <c>contrib/builder/rpm</c> and spec files in <c>hack/make/.build-rpm</c>, and that of docker-ce-packaging, with a folder for
/// each distribution and spec files in <c>SPECS</c>, below <c>rpm</c> or in the folder itself.
/// </summary>
internal sealed partial class DockerTree
{
    private readonly string builders;

    private DockerTree(string root, string builders, string specs, bool isPackaging)
    {
        Root = root;
        this.builders = builders;
        Specs = specs;
        IsPackaging = isPackaging;
    }

    /// <summary>The sources.</summary>
    public string Root { get; }

    /// <summary>The folder with the spec files.</summary>
    public string Specs { get; }

    /// <summary>Whether it is today's layout.</summary>
    public bool IsPackaging { get; }

    /// <summary>In today's layout the folder with <c>SPECS</c> and those of the distributions.</summary>
    public string Packaging => builders;

    /// <summary>Finds the layout of a folder.</summary>
    /// <exception cref="DockerOpsException">InvalidInput: it is neither.</exception>
    public static DockerTree Of(string root)
    {
        var old = Path.Combine(root, "contrib", "builder", "rpm");
        if (Directory.Exists(old)) return new DockerTree(root, old, Path.Combine(root, "hack", "make", ".build-rpm"), isPackaging: false);
        foreach (var folder in (string[])[Path.Combine(root, "rpm"), root])
        {
            var specs = Path.Combine(folder, "SPECS");
            if (Directory.Exists(specs)) return new DockerTree(root, folder, specs, isPackaging: true);
        }

        throw new DockerOpsException(
            FailureKind.InvalidInput,
            $"'{root}' has no packaging of Docker: neither contrib/builder/rpm (the engine's sources up to 17.05) nor rpm/SPECS (docker-ce-packaging).", root);
    }

    /// <summary>The folders beside or above those of the distributions, some of which are architectures.</summary>
    public IEnumerable<string> Architectures => Directory.EnumerateDirectories(builders).Select(folder => Path.GetFileName(folder));

    /// <summary>The distributions it has a builder for, in order.</summary>
    public IReadOnlyList<string> Distributions(string architecture) =>
        [.. Folders(architecture).Select(folder => Path.GetFileName(folder)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The folder with the builder's Dockerfile.</summary>
    /// <exception cref="DockerOpsException">NotFound, with those that are there.</exception>
    public string Builder(string distribution, string architecture) =>
        Folders(architecture).FirstOrDefault(folder => Path.GetFileName(folder) == distribution)
        ?? throw new DockerOpsException(
            FailureKind.NotFound,
            $"The sources have no builder for '{distribution}' ({architecture}). They have: {(Distributions(architecture) is { Count: > 0 } known ? string.Join(", ", known) : "none for that architecture")}. "
            + "-BuilderImage brings one.",
            distribution);

    /// <summary>A spec file.</summary>
    /// <exception cref="DockerOpsException">NotFound, with those that are there.</exception>
    public string Spec(string name)
    {
        if (File.Exists(Path.Combine(Specs, name))) return name;
        string[] known = Directory.Exists(Specs) ? [.. Directory.EnumerateFiles(Specs, "*.spec").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)] : [];
        throw new DockerOpsException(
            FailureKind.NotFound, $"The sources have no spec file '{name}' in '{Path.GetRelativePath(Root, Specs)}'{(known.Length > 0 ? $", only {string.Join(", ", known)}" : "")}.", name);
    }

    /// <summary>The commit of a part that the sources name: <c>ENV RUNC_COMMIT …</c> in the Dockerfile (1.11, 1.12), later a list of its own.</summary>
    public string? Commit(string variable)
    {
        foreach (var file in (string[])["Dockerfile", "hack/dockerfile/binaries-commits"])
        {
            if (!File.Exists(Path.Combine(Root, file))) continue;
            foreach (Match match in CommitLine().Matches(Read(file)))
            {
                if (match.Groups["name"].Value == variable) return match.Groups["commit"].Value;
            }
        }

        return null;
    }

    /// <summary>The text of a file of it.</summary>
    public string Read(string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(Root, file));
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, Path.Combine(Root, file));
        }
    }

    // Before 1.11 there was no folder for each architecture.
    private IEnumerable<string> Folders(string architecture) =>
        from parent in IsPackaging ? [builders] : (string[])[Path.Combine(builders, architecture), builders]
        where Directory.Exists(parent)
        from folder in Directory.EnumerateDirectories(parent)
        where File.Exists(Path.Combine(folder, "Dockerfile"))
        select folder;

    [GeneratedRegex(@"^\s*(?:ENV\s+|ARG\s+|export\s+)?(?<name>[A-Z]+_COMMIT)[ =]""?(?<commit>[0-9a-f]{7,40})\b", RegexOptions.Multiline)]
    private static partial Regex CommitLine();
}
