using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// Repositories in the configuration database of an SME server, from which it writes its own .repo file. Sources: the
/// document “Création d'une image SME-9”, II.4, and its reference wiki.contribs.org/Epel; the server's template takes a
/// property's name in lower case for the option's.
/// </summary>
internal static class YumDatabase
{
    private const string Program = "/sbin/e-smith/db";
    private const string File = "yum_repositories";
    private static readonly string[] KnownOptions = ["enablegroups", "visible"];

    /// <summary>Writes the server's configuration of yum from the database, and makes yum read it.</summary>
    public static CommandStep Apply { get; } = new("/sbin/e-smith/signal-event", "yum-modify");

    public static CommandStep Delete(string id) => new(Program, File, "delete", id);

    public static CommandStep Set(YumRepositoryDefinition repository)
    {
        List<string> words = [Program, File, "set", repository.Id, "repository"];
        void Add(string property, string? value)
        {
            if (!string.IsNullOrEmpty(value)) words.AddRange([property, value]);
        }

        Add("Name", repository.Name ?? repository.Id);
        Add("BaseURL", string.Join(' ', repository.BaseUrl));
        Add("MirrorList", repository.MirrorList);
        Add("EnableGroups", YesNo(Option(repository, "enablegroups") is not ("0" or "no")));
        Add("GPGCheck", repository.GpgCheck is { } check ? YesNo(check) : null);
        Add("GPGKey", string.Join(' ', repository.GpgKey));
        Add("Exclude", string.Join(' ', repository.Exclude));
        Add("IncludePkgs", string.Join(' ', repository.IncludePackages));
        Add("Visible", Option(repository, "visible") ?? "no");
        Add("status", repository.Enabled ? "enabled" : "disabled");
        return new(words);
    }

    /// <summary>Options that the database does not keep.</summary>
    public static IEnumerable<string> Lost(YumRepositoryDefinition repository)
    {
        if (repository.MetaLink is not null) yield return "metalink";
        if (repository.Cost is not null) yield return "cost";
        if (repository.Priority is not null) yield return "priority";
        foreach (var (name, _) in repository.Options)
        {
            if (!KnownOptions.Contains(name, StringComparer.OrdinalIgnoreCase)) yield return name;
        }
    }

    /// <summary>Reads what <c>db yum_repositories show</c> prints: <c>id=repository</c>, then its properties, indented.</summary>
    public static IReadOnlyList<YumRepositoryDefinition> Read(IEnumerable<string> shown)
    {
        var found = new List<(string Id, List<KeyValuePair<string, string>> Properties)>();
        foreach (var line in shown)
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) continue;
            var (name, value) = (line[..equals].Trim(), line[(equals + 1)..].Trim());
            if (!char.IsWhiteSpace(line[0])) found.Add((name, []));
            else if (found.Count > 0) found[^1].Properties.Add(new(name, value));
        }

        return [.. found.Select(entry => YumRepositoryOptions.Read(entry.Id, entry.Properties.Select(Renamed)))];
    }

    private static KeyValuePair<string, string> Renamed(KeyValuePair<string, string> property) =>
        property.Key == "status" ? new("enabled", property.Value == "enabled" ? "1" : "0") : property;

    private static string? Option(YumRepositoryDefinition repository, string name) =>
        repository.Options.LastOrDefault(option => option.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string YesNo(bool value) => value ? "yes" : "no";
}
