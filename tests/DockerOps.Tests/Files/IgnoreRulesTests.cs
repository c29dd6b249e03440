using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

/// <summary>What a .dockerignore leaves out, case by case as docker build decides it.</summary>
public sealed class IgnoreRulesTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("ignored-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("a [b]", true)]
    [InlineData("a [b]/rpm", true)]
    [InlineData("a [b]/rpm/RPMS", true)]
    [InlineData("a [b]/rpm/RPMS/x/y.rpm", true)]
    [InlineData("a [b]/rpm/file", false)]
    [InlineData("a [b]/file", false)]
    [InlineData("a b/rpm/RPMS", false)]
    [InlineData("RPMS", false)]
    [InlineData("a [b]/rpm/x.log", true)]
    public void Names_in_a_folder_stay_out_and_what_else_is_in_it_does_not(string path, bool excluded) =>
        Assert.Equal(excluded, IgnoreRules.Parse("**/*.log\n!**/RPMS", "x").LeavingOut("a [b]/rpm", ["RPMS"]).Excludes(path));

    [Theory]
    [InlineData("bundles", "bundles/x/y", true)]
    [InlineData("bundles", "a/bundles", false)]
    [InlineData("/bundles/", "bundles/x", true)]
    [InlineData("./a//b/../c", "a/c", true)]
    [InlineData("*.md", "README.md", true)]
    [InlineData("*.md", "docs/README.md", false)]
    [InlineData("**/*.md", "README.md", true)]
    [InlineData("**/*.md", "docs/a/README.md", true)]
    [InlineData("*/temp*", "a/temporary/file", true)]
    [InlineData("*/temp*", "a/b/temp", false)]
    [InlineData("temp?", "temp", false)]
    [InlineData("temp?", "tempa", true)]
    [InlineData("docs/**", "docs", false)]
    [InlineData("docs/**", "docs/a/b", true)]
    [InlineData("a/**/z", "a/z", true)]
    [InlineData("a/**/z", "a/b/c/z", true)]
    [InlineData("[a-c].txt", "b.txt", true)]
    [InlineData("[^a-c].txt", "b.txt", false)]
    [InlineData(@"\*", "*", true)]
    [InlineData(@"\*", "a", false)]
    [InlineData("a.b", "aXb", false)]
    [InlineData("# bundles", "# bundles", false)]
    [InlineData("  spaced  ", "spaced", true)]
    [InlineData("*.md\n!README.md", "README.md", false)]
    [InlineData("!README.md\n*.md", "README.md", true)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true)]
    [InlineData("docs\n!docs/keep", "docs/keep/file", false)]
    [InlineData("docs\n!docs/keep", "docs/other", true)]
    [InlineData("*\n!**/*.go", "pkg/x/main.go", false)]
    [InlineData("\uFEFFbundles", "bundles", true)]
    [InlineData("a\r\nb\r\n", "a", true)]
    public void A_path_is_left_out_or_not(string rules, string name, bool excluded) =>
        Assert.Equal(excluded, IgnoreRules.Parse(rules, ".dockerignore").Excludes(name));

    [Theory]
    [InlineData("ok\n[a")]
    [InlineData("!")]
    [InlineData("a\\")]
    public void A_line_that_is_no_pattern_is_told(string rules)
    {
        var failure = Assert.Throws<DockerOpsException>(() => IgnoreRules.Parse(rules, "/x/.dockerignore"));

        Assert.Equal(FailureKind.InvalidInput, failure.Kind);
        Assert.Contains("/x/.dockerignore", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3000, '?')]
    [InlineData(1_000_000, 'a')]
    public void Nor_is_one_that_no_path_could_match_or_no_time_would_do_for(int length, char letter)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(() => IgnoreRules.Parse(new string(letter, length), "x")).Kind);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void Whatever_is_said_before_a_kept_file_stays()
    {
        var rules = IgnoreRules.Parse("*", "x").Keeping("Dockerfile", "odd[name");

        Assert.False(rules.Excludes("Dockerfile"));
        Assert.False(rules.Excludes("odd[name"));
        Assert.True(rules.Excludes("other"));
    }

    [Theory]
    [InlineData("", "a a/b a/b/keep.go a/c top.go")]
    [InlineData("a", "top.go")]
    [InlineData("a\n!a/b", "a a/b a/b/keep.go top.go")]
    [InlineData("*\n!**/*.go", "a a/b a/b/keep.go top.go")]
    [InlineData("*\n!a/nothing", "")]
    public void A_walk_passes_what_is_left_out_and_tells_folders_of_what_is_taken_back(string rules, string expected)
    {
        Directory.CreateDirectory(Path.Combine(root, "a", "b"));
        foreach (var file in (string[])["a/b/keep.go", "a/c", "top.go"]) File.WriteAllText(Path.Combine(root, file), "");

        var names = new LocalTree(root, IgnoreRules.Parse(rules, "x")).Walk().Select(item => item.Name).Where(name => name.Length > 0);

        Assert.Equal(expected, string.Join(' ', names));
    }

    [Fact]
    public void A_folder_that_stays_out_whole_is_not_opened()
    {
        var rules = IgnoreRules.Parse("node_modules\nbuild\n!build/out\n!**/keep", "x");

        Assert.False(rules.ExcludesAllOf("build"));
        Assert.False(rules.ExcludesAllOf("node_modules"));
        Assert.True(IgnoreRules.Parse("a\nb\n!b/c", "x").ExcludesAllOf("a"));
    }
}
