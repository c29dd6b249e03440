namespace DockerOps;

/// <summary>One thing that is wrong with a package repository.</summary>
/// <param name="Path">The repository's folder.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">The package or file it is about, relative to the folder; null when it is about the whole.</param>
/// <param name="Message">A sentence for the user.</param>
public sealed record RepositoryFinding(string Path, RepositoryFindingKind Kind, string? Subject, string Message)
{
    /// <summary>A sentence for the user, without characters that could drive a terminal.</summary>
    public string Message { get; init; } = ArchiveText.Plain(Message);

    /// <summary>Whether the repository must not be used as it is; false for what a user should only know.</summary>
    public bool IsError => Kind is not (RepositoryFindingKind.UnsignedRepository or RepositoryFindingKind.NotChecked);

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
