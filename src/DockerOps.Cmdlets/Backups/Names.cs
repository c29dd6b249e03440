using System.Management.Automation;
using DockerOps.Images;

namespace DockerOps.Cmdlets.Backups;

/// <summary>Names of one part of a backup, as the user gave them, with wildcards; null means all.</summary>
/// <param name="Part">The part.</param>
/// <param name="Given">The names.</param>
internal sealed record Names(BackupPart Part, string[]? Given)
{
    /// <summary>Whether a name is like one of them.</summary>
    public bool Like(string name) => Given is null || Given.Any(given => Means(given, name));

    /// <summary>Holds them against what there is: a name that nothing has would be missing silently, and a pattern may be a slip.</summary>
    /// <param name="include">The parts that are wanted.</param>
    /// <param name="there">What there is of this part.</param>
    /// <param name="where">Where that is, for messages.</param>
    /// <returns>A sentence for each pattern that nothing is like.</returns>
    /// <exception cref="DockerOpsException">NotFound: nothing has such a name.</exception>
    public IReadOnlyList<string> Missing(IReadOnlyList<BackupPart> include, IReadOnlyList<string> there, string where)
    {
        if (Given is null || !include.Contains(Part)) return [];
        var missing = Given.Where(given => !there.Any(name => Means(given, name))).ToLookup(WildcardPattern.ContainsWildcardCharacters);
        var kind = Part.ToString().ToLowerInvariant();
        if (missing[false].FirstOrDefault() is { } lost)
            throw new DockerOpsException(FailureKind.NotFound, $"There is nothing called '{lost}' among the {kind} of '{where}'.", lost);
        return [.. missing[true].Select(pattern => $"Nothing among the {kind} of '{where}' is called like '{pattern}'.")];
    }

    // An image is also meant by its repository, and by the beginning of its id, as everywhere.
    private bool Means(string given, string name)
    {
        var pattern = new WildcardPattern(given, WildcardOptions.None);
        return Part == BackupPart.Images ? ImageList.IsMeant(name, given, pattern.IsMatch) : pattern.IsMatch(name);
    }
}
