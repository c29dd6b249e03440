namespace DockerOps;

/// <summary>One thing that is wrong with an image archive.</summary>
/// <param name="Path">The archive: a file or an OCI layout folder.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Member">The member of the archive that it is about; null when it is about the whole.</param>
/// <param name="Message">A sentence for the user.</param>
public sealed record ArchiveFinding(
    string Path, ArchiveFindingSeverity Severity, ArchiveFindingKind Kind, string? Member, string Message)
{
    /// <summary>The severity and the message.</summary>
    public override string ToString() => $"{Severity}: {Message}";
}
