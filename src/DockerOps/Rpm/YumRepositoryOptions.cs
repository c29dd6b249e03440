using System.Globalization;

namespace DockerOps;

/// <summary>A repository's options as text, and back (yum.conf(5) and dnf.conf(5), repository options).</summary>
internal static class YumRepositoryOptions
{
    private static readonly char[] ListSeparators = [' ', '\t', '\n', '\r', ','];

    /// <summary>Reads a section. What is no truth value or number is taken as not given; the document's findings tell of it.</summary>
    public static YumRepositoryDefinition Read(string id, IEnumerable<KeyValuePair<string, string>> options)
    {
        var definition = new YumRepositoryDefinition { Id = id, GpgCheck = null };
        var others = new List<KeyValuePair<string, string>>();
        foreach (var option in options)
        {
            var value = option.Value.Replace('\n', ' ');
            switch (option.Key.ToLowerInvariant())
            {
                case "name": definition = definition with { Name = value }; break;
                case "baseurl": definition = definition with { BaseUrl = List(value) }; break;
                case "mirrorlist": definition = definition with { MirrorList = Given(value) }; break;
                case "metalink": definition = definition with { MetaLink = Given(value) }; break;
                case "enabled": definition = definition with { Enabled = Truth(value) ?? true }; break;
                case "gpgcheck": definition = definition with { GpgCheck = Truth(value) }; break;
                case "gpgkey": definition = definition with { GpgKey = List(value) }; break;
                case "exclude" or "excludepkgs": definition = definition with { Exclude = List(value) }; break;
                case "includepkgs": definition = definition with { IncludePackages = List(value) }; break;
                case "cost": definition = definition with { Cost = Number(value) }; break;
                case "priority": definition = definition with { Priority = Number(value) }; break;
                default: others.Add(new(option.Key, value)); break;
            }
        }

        return definition with { Options = others };
    }

    /// <summary>The options to write, in the order of the manuals.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write(YumRepositoryDefinition repository)
    {
        yield return new("name", repository.Name ?? repository.Id);
        if (repository.BaseUrl.Count > 0) yield return new("baseurl", string.Join(' ', repository.BaseUrl));
        if (repository.MetaLink is not null) yield return new("metalink", repository.MetaLink);
        if (repository.MirrorList is not null) yield return new("mirrorlist", repository.MirrorList);
        yield return new("enabled", repository.Enabled ? "1" : "0");
        if (repository.GpgCheck is { } check) yield return new("gpgcheck", check ? "1" : "0");
        if (repository.GpgKey.Count > 0) yield return new("gpgkey", string.Join(' ', repository.GpgKey));
        if (repository.Exclude.Count > 0) yield return new("exclude", string.Join(' ', repository.Exclude));
        if (repository.IncludePackages.Count > 0) yield return new("includepkgs", string.Join(' ', repository.IncludePackages));
        if (repository.Cost is { } cost) yield return new("cost", cost.ToString(CultureInfo.InvariantCulture));
        if (repository.Priority is { } priority) yield return new("priority", priority.ToString(CultureInfo.InvariantCulture));
        foreach (var option in repository.Options) yield return option;
    }

    public static IReadOnlyList<string> List(string value) => value.Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A truth value in any of the spellings that yum and dnf read; null when it is none.</summary>
    public static bool? Truth(string value) => value.ToLowerInvariant() switch
    {
        "1" or "yes" or "true" or "on" => true,
        "0" or "no" or "false" or "off" => false,
        _ => null,
    };

    public static int? Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Given(string value) => value.Length == 0 ? null : value;
}
