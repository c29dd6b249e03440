namespace DockerOps.Images;

/// <summary>What was found wrong with one archive so far.</summary>
internal sealed class ArchiveReport(string path)
{
    // A hostile archive could hold a fault per member; nobody reads more than this.
    private const int MaxFindings = 1000;

    private readonly List<ArchiveFinding> findings = [];
    private readonly HashSet<ArchiveFinding> seen = [];

    public IReadOnlyList<ArchiveFinding> Findings => findings;

    public IEnumerable<ArchiveFinding> Errors => findings.Where(finding => finding.Severity == ArchiveFindingSeverity.Error);

    public string Path => path;

    public void Error(ArchiveFindingKind kind, string? member, string message) =>
        Add(ArchiveFindingSeverity.Error, kind, member, message);

    public void Warn(ArchiveFindingKind kind, string? member, string message) =>
        Add(ArchiveFindingSeverity.Warning, kind, member, message);

    private void Add(ArchiveFindingSeverity severity, ArchiveFindingKind kind, string? member, string message)
    {
        var sentence = char.ToUpperInvariant(message[0]) + message[1..] + ".";
        var finding = new ArchiveFinding(path, severity, kind, member is null ? null : ArchiveText.Shown(member), sentence);
        // Images share layers, and one broken layer is one finding.
        if (seen.Count < MaxFindings && !seen.Add(finding)) return;
        // An error is never dropped for a warning: IsValid hangs on it.
        if (findings.Count < MaxFindings) findings.Add(finding);
        else if (severity == ArchiveFindingSeverity.Error && !Errors.Any()) findings[^1] = finding;
    }
}
