namespace DockerOps.Images;

/// <summary>What was found wrong with one archive so far.</summary>
internal sealed class ArchiveReport(string path)
{
    // A hostile archive could hold a fault per member; nobody reads more than this.
    private const int MaxFindings = 1000;

    private readonly List<ArchiveFinding> _findings = [];
    private readonly HashSet<ArchiveFinding> _seen = [];

    public IReadOnlyList<ArchiveFinding> Findings => _findings;

    public IEnumerable<ArchiveFinding> Errors => _findings.Where(finding => finding.Severity == ArchiveFindingSeverity.Error);

    public string Path => path;

    public void Error(ArchiveFindingKind kind, string? member, string message) =>
        Add(ArchiveFindingSeverity.Error, kind, member, message);

    public void Warn(ArchiveFindingKind kind, string? member, string message) =>
        Add(ArchiveFindingSeverity.Warning, kind, member, message);

    private void Add(ArchiveFindingSeverity severity, ArchiveFindingKind kind, string? member, string message)
    {
        var finding = new ArchiveFinding(path, severity, kind, member is null ? null : ArchiveText.Shown(member), message);
        // Images share layers, and one broken layer is one finding.
        if (_seen.Count < MaxFindings && !_seen.Add(finding)) return;
        // An error is never dropped for a warning: IsValid hangs on it.
        if (_findings.Count < MaxFindings) _findings.Add(finding);
        else if (severity == ArchiveFindingSeverity.Error && !Errors.Any()) _findings[^1] = finding;
    }
}
