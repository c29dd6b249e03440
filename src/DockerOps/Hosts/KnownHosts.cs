namespace DockerOps;

/// <summary>The hosts this user has names for, found without asking any host.</summary>
public static class KnownHosts
{
    private const int MostIncludes = 16;

    /// <summary><c>local</c>, the Docker contexts, and the plain names after <c>Host</c> in <c>~/.ssh/config</c> (ssh_config(5)).</summary>
    public static IReadOnlyList<string> Names() => ["local", .. DockerContexts.Names(), .. SshNames()];

    private static List<string> SshNames()
    {
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh");
        var names = new List<string>();
        var files = new Queue<string>([Path.Combine(folder, "config")]);
        for (var read = 0; read < MostIncludes && files.TryDequeue(out var file); read++)
        {
            foreach (var words in Lines(file).Select(line => line.Split([' ', '\t', '='], StringSplitOptions.RemoveEmptyEntries)))
            {
                if (words.Length < 2) continue;
                if (words[0].Equals("Host", StringComparison.OrdinalIgnoreCase))
                    names.AddRange(words.Skip(1).Where(name => name.IndexOfAny(['*', '?', '!', '"', '#']) < 0));
                else if (words[0].Equals("Include", StringComparison.OrdinalIgnoreCase))
                    foreach (var pattern in words.Skip(1)) foreach (var included in Expand(folder, pattern)) files.Enqueue(included);
            }
        }

        return names;
    }

    private static IEnumerable<string> Expand(string folder, string pattern)
    {
        var path = pattern.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Path.GetDirectoryName(folder)!, pattern[2..])
            : Path.Combine(folder, pattern);
        var parent = Path.GetDirectoryName(path);
        return parent is not null && Directory.Exists(parent) ? Directory.EnumerateFiles(parent, Path.GetFileName(path)) : [];
    }

    private static IEnumerable<string> Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file).Select(line => line.Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
