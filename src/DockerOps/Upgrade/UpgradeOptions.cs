namespace DockerOps.Upgrade;

/// <summary>What an upgrade is to be.</summary>
public sealed record UpgradeOptions
{
    /// <summary>The version that is wanted: <c>28.5.2</c>, or <c>26.1</c> for the newest 26.1 that can be had; null for the newest of all.</summary>
    public string? Version { get; init; }

    /// <summary>Where it comes from.</summary>
    public UpgradeSource Source { get; init; }

    /// <summary>The address of an archive of static programs, for <see cref="UpgradeSource.Static"/>.</summary>
    public string? Url { get; init; }

    /// <summary>The full path of an archive of static programs on this machine, for <see cref="UpgradeSource.Path"/>.</summary>
    public string? Path { get; init; }

    /// <summary>The archive's SHA-256, 64 hexadecimal digits; null to go without.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How long an engine may take to end, and to answer after its start.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether an older version than the present one may be wanted.</summary>
    public bool AllowDowngrade { get; init; }

    /// <summary>What is known to go wrong, and how it is put right.</summary>
    public IReadOnlyList<KnownFailure> KnownFailures { get; init; } = [];

    /// <summary>Sees that the values fit each other.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>; <see cref="FailureKind.NotFound"/>: no such file.</exception>
    internal void Check()
    {
        if (Version is not null && (Version.Length == 0 || !char.IsAsciiDigit(Version[0]) || !Version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or '~' or ':')))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{Version}' is no version of an engine; write it as 28.5.2, or 26.1 for the newest 26.1.", Version);
        // What is named and not used would be another engine than the one that was meant.
        if (Path is not null && Source != UpgradeSource.Path) throw Invalid($"'{Path}' is an archive of static programs: that is -Source Path.", Path);
        if (Url is not null && Source != UpgradeSource.Static) throw Invalid("An address is that of an archive of static programs: that is -Source Static.", Source);
        if (Sha256 is not null && Source == UpgradeSource.Package) throw Invalid("A SHA-256 is that of an archive: that is -Source Path or Static.", Sha256);
        if (Source == UpgradeSource.Static)
        {
            if (Url is null) throw Invalid("There is no archive: give its -Url.", Source);
            ArchiveAddress.Check(Url);
        }

        if (Source == UpgradeSource.Path)
        {
            if (Path is null) throw Invalid("There is no archive: give its -Path.", Source);
            if (!File.Exists(Path)) throw new DockerOpsException(FailureKind.NotFound, $"There is no file '{Path}' on this machine.", Path);
        }

        if (Source != UpgradeSource.Package && Version is null) throw Invalid("An archive does not tell its version before it is there: give -Version, as 28.5.2.", Source);
        if (Source != UpgradeSource.Package && Version!.Split('.').Length < 3)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{Version}' says too little of an archive's version; write it as 28.5.2.", Version);
        if (Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{hash}' is no SHA-256: it has 64 hexadecimal digits.", hash);
    }

    private static DockerOpsException Invalid(string message, object target) => new(FailureKind.InvalidInput, message, target);
}
