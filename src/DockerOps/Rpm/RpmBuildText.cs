using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DockerOps.Rpm;

/// <summary>The lines of a build file that makes packages. Values stand in it as JSON lists of arguments and reach no shell.</summary>
internal static partial class RpmBuildText
{
    /// <summary>Where rpmbuild works in the container.</summary>
    public const string Top = "/root/rpmbuild";

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first lines: the image it begins with, and the mark by which what a failed build leaves is found.</summary>
    public static IEnumerable<string> Begin(ImageReference builder, string mark) => [$"FROM {builder}", $"LABEL {mark}", "USER root"];

    /// <summary>Runs rpmbuild on a spec file in the current folder.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: a define is no macro.</exception>
    public static string RpmBuild(string kind, IEnumerable<KeyValuePair<string, string>> defines, string spec) => Run(
        ["rpmbuild", kind, .. defines.Prepend(new("_topdir", Top)).SelectMany(define => (string[])["--define", $"{Name(define.Key)} {Value(define)}"]), spec]);

    /// <summary>A step that runs a program with exactly these arguments.</summary>
    public static string Run(IEnumerable<string> words)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartArray();
            foreach (var word in words) writer.WriteStringValue(word);
            writer.WriteEndArray();
        }

        return "RUN " + Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Name(string name) => MacroName().IsMatch(name)
        ? name
        : throw new DockerOpsException(FailureKind.InvalidInput, $"'{ArchiveText.Shown(name)}' is not the name of a macro: three or more letters, digits and '_', the first no digit.", name);

    private static string Value(KeyValuePair<string, string> define) => define.Value.Length > 0 && !define.Value.Any(char.IsControl)
        ? define.Value
        : throw new DockerOpsException(FailureKind.InvalidInput, $"The macro '{define.Key}' needs a value of one line.", define.Key);

    // rpm.org, macro syntax: names are at least three characters long.
    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{2,}\z")]
    private static partial Regex MacroName();
}
