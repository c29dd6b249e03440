using System.Text;
using System.Text.RegularExpressions;

namespace DockerOps.Files;

/// <summary>
/// The rules of a <c>.dockerignore</c>: the last rule that means a path, or a folder it lies in, decides; <c>!</c> takes a
/// path back in, <c>**</c> stands for any number of folders (docs.docker.com, build context; moby/patternmatcher).
/// </summary>
internal sealed class IgnoreRules
{
    // No path is longer (limits.h, PATH_MAX).
    private const int LongestPattern = 4096;
    private readonly IReadOnlyList<Rule> rules;

    private IgnoreRules(IReadOnlyList<Rule> rules) => this.rules = rules;

    /// <summary>Leaves nothing out.</summary>
    public static IgnoreRules None { get; } = new([]);

    /// <summary>Whether something may be taken back in from a folder that is left out.</summary>
    public bool HasExceptions => rules.Any(rule => rule.IsException);

    /// <summary>Reads the file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: a line is no pattern.</exception>
    public static IgnoreRules Parse(string text, string source)
    {
        var rules = new List<Rule>();
        foreach (var line in text.TrimStart('\uFEFF').Split('\n').Where(line => !line.StartsWith('#')))
        {
            var pattern = line.Trim();
            var isException = pattern.StartsWith('!');
            if (isException) pattern = pattern[1..].Trim();
            if (pattern.Length == 0 && !isException) continue;
            if (pattern.Length is 0 or > LongestPattern) throw Wrong(source, line);
            try
            {
                rules.Add(Rule.Of(Clean(pattern), isException));
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                throw Wrong(source, line, e);
            }
        }

        return new IgnoreRules(rules);
    }

    /// <summary>The same rules, and after them that these files stay in whatever was said before.</summary>
    public IgnoreRules Keeping(params IEnumerable<string> names) =>
        new([.. rules, .. names.Where(Excludes).Select(name => Rule.Of(Plain(name), isException: true))]);

    /// <summary>
    /// The same rules, and that some names in a folder stay out in whatever was said before. The folder itself, and those it lies
    /// in, are there for what else is in them.
    /// </summary>
    /// <param name="folder">From the root on, with slashes; <c>.</c> for the root.</param>
    /// <param name="names">Names in it.</param>
    public IgnoreRules LeavingOut(string folder, IEnumerable<string> names)
    {
        var parts = folder.Split('/').Where(part => part is not ("" or ".")).ToList();
        var folders = parts.Select((_, last) => Plain(string.Join('/', parts.Take(last + 1))));
        return new(
        [
            .. folders.SelectMany(name => (Rule[])[Rule.Of(name, isException: false), Rule.Of(name + "/**", isException: true)]),
            .. rules,
            .. names.Select(name => Rule.Of(Plain(string.Join('/', [.. parts, name])), isException: false)),
        ]);
    }

    /// <summary>Whether a path is left out.</summary>
    /// <param name="name">From the folder on, with slashes.</param>
    public bool Excludes(string name)
    {
        var excluded = false;
        foreach (var rule in rules)
        {
            // A rule that would change nothing is not asked.
            if (rule.IsException == excluded && Paths(name).Any(rule.Means)) excluded = !rule.IsException;
        }

        return excluded;
    }

    /// <summary>Whether all of a folder that is left out stays out.</summary>
    public bool ExcludesAllOf(string folder) => !rules.Any(rule => rule.IsException && rule.CanReach(folder));

    // A name as a pattern that means it alone.
    private static string Plain(string name) => Regex.Replace(name, @"[\\*?\[\]^-]", @"\$0");

    private static IEnumerable<string> Paths(string name)
    {
        yield return name;
        for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1)) yield return name[..slash];
    }

    // As Go's path.Clean, with nothing left of a path that begins at the root.
    private static string Clean(string pattern)
    {
        var parts = new List<string>();
        foreach (var part in pattern.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != ".." || parts.Count == 0 || parts[^1] == "..") parts.Add(part);
            else parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }

    private static DockerOpsException Wrong(string source, string line, Exception? inner = null) =>
        new(FailureKind.InvalidInput, $"'{ArchiveText.Shown(line.Trim())}' in '{source}' is no pattern.", source, inner);

    private sealed record Rule(string[] Parts, Regex Expression, bool IsException)
    {
        public static Rule Of(string pattern, bool isException) => new(
            pattern.Split('/'), new Regex(Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline), isException);

        public bool Means(string path) => Expression.IsMatch(path);

        // Whether it can mean something below a folder: its parts are those of the folder, as far as they are plain.
        public bool CanReach(string folder)
        {
            foreach (var (part, name) in Parts.Zip(folder.Split('/')))
            {
                if (part.IndexOfAny(['*', '?', '[', '\\']) >= 0) return true;
                if (part != name) return false;
            }

            return true;
        }

        private static string Translate(string pattern)
        {
            var text = new StringBuilder("^");
            for (var i = 0; i < pattern.Length; i++)
            {
                switch (pattern[i])
                {
                    case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                        i++;
                        if (i + 1 < pattern.Length && pattern[i + 1] == '/') i++;
                        text.Append(i + 1 == pattern.Length ? ".*" : "(.*/)?");
                        break;
                    case '*': text.Append("[^/]*"); break;
                    case '?': text.Append("[^/]"); break;
                    case '\\' when i + 1 < pattern.Length: text.Append(Regex.Escape(pattern[++i].ToString())); break;
                    case '\\': throw new ArgumentException("nothing follows the backslash");
                    case '[' or ']' or '-': text.Append(pattern[i]); break;
                    case '^' when i > 0 && pattern[i - 1] == '[': text.Append('^'); break;
                    default: text.Append(Regex.Escape(pattern[i].ToString())); break;
                }
            }

            return text.Append("\\z").ToString();
        }
    }
}
