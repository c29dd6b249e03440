using System.Management.Automation;

namespace DockerOps.Cmdlets.Backups;

/// <summary>Names with wildcards, as a question about a name.</summary>
internal static class Names
{
    /// <summary>Whether a name is like one of them; every name is when none were given.</summary>
    public static Func<string, bool> Like(string[]? names)
    {
        if (names is null) return _ => true;
        var patterns = names.Select(name => new WildcardPattern(name, WildcardOptions.None)).ToList();
        return name => patterns.Any(pattern => pattern.IsMatch(name));
    }
}
