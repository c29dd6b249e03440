using System.Reflection;
using System.Text.RegularExpressions;
using DockerOps.Help;
using Xunit;

namespace DockerOps.Tests.Architecture;

/// <summary>The rules for files and public types that can be checked without judgement.</summary>
public sealed partial class SourceFileTests
{
    private const int LongestFile = 300;
    private static readonly string Source = Path.Combine(Repository.Root, "src");

    [Fact]
    public void No_source_file_is_longer_than_the_limit() => Assert.All(
        Files(), file => Assert.True(File.ReadLines(file).Count() <= LongestFile, Name(file)));

    [Fact]
    public void A_source_file_holds_one_public_type_or_a_base_with_its_cases() => AssertNone(
        from file in Files()
        let types = PublicType().Matches(File.ReadAllText(file))
        from type in types.Skip(1)
        where !IsCaseOf(types[0].Groups["name"].Value, type.Groups["declaration"].Value)
        select $"{Name(file)}: {type.Groups["name"].Value}");

    [Theory]
    [InlineData("DockerOps.dll")]
    [InlineData("DockerOps.Cmdlets.dll")]
    public void A_public_class_is_sealed_abstract_static_or_a_record(string assembly)
    {
        var loader = new CmdletLoader(
            [Path.Combine(Repository.Module, "DockerOps.dll"), Path.Combine(AppContext.BaseDirectory, "System.Management.Automation.dll")]);
        AssertNone(
            from type in loader.Open(Path.Combine(Repository.Module, assembly)).GetTypes()
            where type.IsVisible && type.IsClass && !type.IsSealed && !type.IsAbstract
            where type.GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance) is null
            select type.FullName!);
    }

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories);

    // Assert.Empty cuts the names short.
    private static void AssertNone(IEnumerable<string> found)
    {
        var names = string.Join('\n', found);
        Assert.True(names.Length == 0, names);
    }

    private static string Name(string file) => Path.GetRelativePath(Repository.Root, file);

    private static bool IsCaseOf(string family, string declaration) => Regex.IsMatch(declaration, $@":\s*{family}\b");

    // A declaration without indentation, up to its body or its end.
    [GeneratedRegex(@"^(?<declaration>public (?:(?:sealed|static|abstract|partial|readonly|ref|unsafe) )*(?:record struct|record class|class|record|struct|enum|interface|delegate \S+) (?<name>\w+)[^{;]*)", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
